import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Approval } from '@mission-control/plugin-missions-common';
import {
  useApprovals,
  type ApprovalQuery,
  type ViewState,
} from '@mission-control/plugin-missions-react';

/** Which approvals are shown. */
export type ApprovalsShown = 'mine' | 'open' | 'decided' | 'automatic';

const queries = {
  mine: { state: ['open'], mine: true },
  open: { state: ['open'] },
  decided: {
    state: ['approved', 'rejected', 'expired', 'superseded'],
    automatic: false,
  },
  automatic: { state: ['approved', 'superseded'], automatic: true },
} as const satisfies Record<
  ApprovalsShown,
  { state: readonly string[]; mine?: boolean; automatic?: boolean }
>;

const isShown = (value: string | null): value is ApprovalsShown =>
  value !== null && Object.hasOwn(queries, value);

/** All that the approvals page shows. */
export interface ApprovalsPageData {
  shown: ApprovalsShown;
  setShown(shown: ApprovalsShown): void;
  approvals: ViewState<Approval[]>;
}

/** Data of the approvals page. */
export function useApprovalsPage(): ApprovalsPageData {
  const [params, setParams] = useSearchParams();
  const show = params.get('show');
  const shown = isShown(show) ? show : 'mine';
  const query: ApprovalQuery = {
    ...queries[shown],
    state: [...queries[shown].state],
  };
  return {
    shown,
    setShown: useCallback(
      (next: ApprovalsShown) =>
        setParams(next === 'mine' ? {} : { show: next }, { replace: true }),
      [setParams],
    ),
    approvals: useApprovals(query),
  };
}
