import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  planSummary,
  type Approval,
  type JournalEntry,
  type Plan,
  type Run,
} from '@mission-control/plugin-missions-common';
import {
  countChanges,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { useWritesText } from '../../shell/useWritesText';
import { missionsTranslationRef } from '../../translation';
import { isOwnApproval } from './approvalWords';
import { restOfPlan } from './restOfPlan';

export interface NothingFacts {
  plan: ViewState<Plan>;
  journal: ViewState<JournalEntry[]>;
}

/**
 * What an approval of its own means where it writes nothing: that the rest goes
 * on, and how much that is once it is known what is written already.
 */
export function useNothingText() {
  const { t } = useTranslationRef(missionsTranslationRef);
  const writesText = useWritesText();
  return (
    approval: Approval,
    run: Run,
    { plan, journal }: NothingFacts,
  ): string | undefined => {
    const writes = approval.changes?.some(({ kind }) => kind !== 'noop');
    if (!isOwnApproval(approval) || writes || plan.kind !== 'ready') {
      return undefined;
    }
    if (journal.kind !== 'ready') {
      return t('run.nothingButRestUnknown');
    }
    const rest = planSummary(
      restOfPlan(approval, run, plan.data, journal.data),
    );
    return countChanges(rest) > 0
      ? t('run.nothingButRest', { writes: writesText([rest]) })
      : t('run.nothingAndNoRest');
  };
}
