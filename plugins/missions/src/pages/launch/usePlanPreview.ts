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
import { newRequestKey } from '../../shell/newRequestKey';

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

/** Makes a plan of what the form has, and follows it until it is there. */
export function usePlanPreview(request: CreateRunRequest): PlanPreviewState {
  const api = useApi(missionsApiRef);
  const [preview, setPreview] = useState<PlanPreview>({ kind: 'none' });
  const current = JSON.stringify(request);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const show = async () => {
    setPreview({ kind: 'planning', request: current });
    let run: Run | undefined;
    try {
      run = await api.createRun(
        { ...request, planOnly: true },
        newRequestKey(),
      );
      while (
        mounted.current &&
        !isTerminal(run.state) &&
        run.state !== 'blocked'
      ) {
        setPreview({ kind: 'planning', request: current, run });
        await new Promise(resolve => setTimeout(resolve, LOOK_MS));
        run = await api.getRun(run.id);
      }
      const plan = await api.getPlan(run.id);
      if (mounted.current) {
        setPreview({ kind: 'ready', request: current, run, plan });
      }
    } catch (thrown) {
      if (mounted.current) {
        const error = MissionsApiError.from(thrown);
        setPreview({ kind: 'failed', request: current, error, run });
      }
    }
  };

  return {
    preview,
    old: preview.kind !== 'none' && preview.request !== current,
    show,
  };
}
