import type {
  Run,
  RunState,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  runStateMeta,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { isLook, lookOf, type Look } from './lookOf';

/** A run as a list or a page has it. */
export type KnownRun = RunSummary & Partial<Pick<Run, 'kept' | 'undoRuns'>>;

/**
 * What can be said of a run, or of one cluster of it. A state alone would call
 * too much verified: what was taken back since, an undo that left something,
 * and an orbit that looked.
 */
export type Standing =
  | { kind: 'undone' }
  | { kind: 'kept'; count: number }
  | { kind: 'look'; look: Look }
  /** One of several clusters that were looked at; the findings are of all. */
  | { kind: 'looked' }
  /** Paused before its approval: it starts when it is approved and resumed. */
  | { kind: 'held' }
  | { kind: 'state'; state: RunState };

const lookTones = {
  found: 'warn',
  partly: 'unknown',
  clean: 'ok',
  unknown: 'unknown',
} as const satisfies Record<Look['kind'], Tone>;

/** How a run stands. */
export function standingOf(run: KnownRun): Standing {
  const { state, undoneBy, keptCount } = run;
  if (state === 'succeeded' && undoneBy !== undefined) {
    return { kind: 'undone' };
  }
  if (state === 'succeeded' && keptCount) {
    return { kind: 'kept', count: keptCount };
  }
  if (isHeld(run)) {
    return { kind: 'held' };
  }
  const look = lookOf(run);
  return look ? { kind: 'look', look } : { kind: 'state', state };
}

/** How a run stands on one of its clusters. */
export function standingOn(
  run: KnownRun,
  target: { id: string; state: RunState },
): Standing {
  const { id, state } = target;
  if (state !== 'succeeded') {
    return { kind: 'state', state };
  }
  if (isUndoneOn(run, id)) {
    return { kind: 'undone' };
  }
  const count = keptOn(run, id);
  if (count > 0) {
    return { kind: 'kept', count };
  }
  if (isLook(run)) {
    const look = run.targets.length === 1 ? lookOf(run) : undefined;
    return look ? { kind: 'look', look } : { kind: 'looked' };
  }
  return { kind: 'state', state };
}

/** Whether a run was paused while it waits for approval. */
export function isHeld({ state, pauseRequested }: RunSummary): boolean {
  return state === 'awaiting_approval' && pauseRequested;
}

/** The tone of a standing. */
export function standingTone(standing: Standing): Tone {
  switch (standing.kind) {
    case 'kept':
      return 'warn';
    case 'look':
      return lookTones[standing.look.kind];
    case 'held':
      return 'wait';
    case 'state':
      return runStateMeta[standing.state].tone;
    default:
      return 'idle';
  }
}

/** A list knows that an undo ended well, a page also on which clusters. */
function isUndoneOn({ undoneBy, undoRuns }: KnownRun, id: string): boolean {
  return undoRuns
    ? undoRuns.some(
        ({ state, targets }) =>
          state === 'succeeded' && targets.some(target => target.id === id),
      )
    : undoneBy !== undefined;
}

/** A list knows how much an undo left, a page also on which clusters. */
function keptOn({ kept, keptCount = 0 }: KnownRun, id: string): number {
  return kept
    ? kept.filter(({ targetId }) => targetId === id).length
    : keptCount;
}
