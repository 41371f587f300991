import type { RunSummary } from '@mission-control/plugin-missions-common';

/** What an orbit's run says about the clusters; a look without findings is no proof by itself. */
export type Look =
  | { kind: 'found'; findings: number; notAssessed: number }
  | { kind: 'partly'; notAssessed: number }
  | { kind: 'clean' }
  | { kind: 'unknown' };

/** Whether a run only looks, so that its end says nothing without its verdict. */
export function isLook(
  run: Pick<RunSummary, 'type' | 'undoOf' | 'planOnly'>,
): boolean {
  return run.type === 'orbit' && !run.undoOf && !run.planOnly;
}

/**
 * The verdict of an orbit's run that looked, undefined for every other run.
 * It is clean only when everything was assessed.
 */
export function lookOf(
  run: Pick<RunSummary, 'type' | 'state' | 'verdict' | 'undoOf' | 'planOnly'>,
): Look | undefined {
  const { state, verdict } = run;
  const looked = state === 'succeeded' || state === 'inconclusive';
  if (!isLook(run) || !looked) {
    return undefined;
  }
  if (!verdict) {
    return { kind: 'unknown' };
  }
  const { findings, assessed = 0, notAssessed = 0 } = verdict;
  if (findings > 0) {
    return { kind: 'found', findings, notAssessed };
  }
  if (notAssessed > 0) {
    return { kind: 'partly', notAssessed };
  }
  return assessed > 0 && state === 'succeeded'
    ? { kind: 'clean' }
    : { kind: 'unknown' };
}
