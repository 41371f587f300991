import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  isTerminal,
  type CreateRunRequest,
  type Plan,
  type Run,
} from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  missionsApiRef,
} from '@mission-control/plugin-missions-react';
import { useRequestKey } from '../../shell/useRequestKey';
import type { RefusedRequest } from './parameters/fieldErrors';

/** Milliseconds between two looks at a plan in the making. */
const LOOK_MS = 700;

/** A plan-only run that shows what would change. */
export type PlanPreview =
  | { kind: 'none' }
  | { kind: 'planning'; request: string; run?: Run }
  | { kind: 'failed'; request: string; error: MissionsApiError; run?: Run }
  | { kind: 'ready'; request: string; run: Run; plan: Plan };

export interface PlanPreviewState {
  preview: PlanPreview;
  /** The preview is of other parameters or clusters than the form has now. */
  old: boolean;
  show(): Promise<void>;
}

/** Whether there is a plan of every cluster, with nothing in its way. */
export function isWhole({
  run,
  plan,
}: Extract<PlanPreview, { kind: 'ready' }>): boolean {
  return (
    run.state === 'planned' &&
    plan.targets.every(({ problems = [] }) => problems.length === 0)
  );
}

/** A refusal of a plan, with the parameters that it is about. */
export function refusedPlan(preview: PlanPreview): RefusedRequest | undefined {
  if (preview.kind !== 'failed') {
    return undefined;
  }
  const { parameters = {} } = JSON.parse(preview.request) as CreateRunRequest;
  return { error: preview.error, sent: parameters };
}

/**
 * Makes a plan of what the form has, and follows it until it is there. Of two
 * that were asked for, only the later one is shown, whichever is there first.
 */
export function usePlanPreview(request: CreateRunRequest): PlanPreviewState {
  const api = useApi(missionsApiRef);
  const [preview, setPreview] = useState<PlanPreview>({ kind: 'none' });
  const current = JSON.stringify(request);
  const withKey = useRequestKey();
  const turns = useRef(0);
  useEffect(
    () => () => {
      turns.current += 1;
    },
    [],
  );

  const show = async () => {
    turns.current += 1;
    const turn = turns.current;
    const isLatest = () => turn === turns.current;
    const tell = (next: PlanPreview) => {
      if (isLatest()) {
        setPreview(next);
      }
    };
    let run: Run | undefined;
    tell({ kind: 'planning', request: current });
    try {
      const wish = { ...request, planOnly: true };
      run = await withKey(wish, key => api.createRun(wish, key));
      while (isLatest() && !isTerminal(run.state)) {
        tell({ kind: 'planning', request: current, run });
        await new Promise(resolve => setTimeout(resolve, LOOK_MS));
        run = await api.getRun(run.id);
      }
      if (isLatest()) {
        const plan = await api.getPlan(run.id);
        tell({ kind: 'ready', request: current, run, plan });
      }
    } catch (thrown) {
      const error = MissionsApiError.from(thrown);
      tell({ kind: 'failed', request: current, error, run });
    }
  };

  return {
    preview,
    old: preview.kind !== 'none' && preview.request !== current,
    show,
  };
}
