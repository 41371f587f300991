import {
  isTerminal,
  looksAgain,
  waitingForPeople,
  workingStates,
  type Hold,
  type RunState,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  runStateMeta,
  type Tone,
} from '@mission-control/plugin-missions-react';
import type { KnownRun } from './KnownRun';
import { isLook, lookOf, type Look } from './lookOf';
import { plansAwaited, waitsForPlans } from './plansAwaited';
import { startedOf } from './startedOf';

/**
 * What can be said of a run, or of one cluster of it. A state alone would call
 * too much verified: what was taken back since, an undo that left something,
 * and an orbit that looked.
 */
export type Standing =
  | { kind: 'undone' }
  | { kind: 'kept'; count: number }
  /** It was taken back, with exceptions here or on another cluster. */
  | { kind: 'keptSome'; here: boolean }
  | { kind: 'look'; look: Look }
  /** One of several clusters that were looked at; the findings are of all. */
  | { kind: 'looked' }
  /** Paused before its approval: it starts when it is approved and resumed. */
  | { kind: 'held' }
  /** A freeze or a change window holds it: it goes on by itself. */
  | { kind: 'braked'; by: Hold['kind'] }
  /** It is blocked and looked at again by a machine: it waits for nobody. */
  | { kind: 'helpsItself' }
  /** Its plan is made; nobody is asked before the others are. */
  | { kind: 'plans' }
  /** Its step waits until somebody lets it go on. */
  | { kind: 'gate' }
  /** Each mission that it started and that has not ended waits for a person. */
  | { kind: 'children' }
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
  if (state === 'succeeded' && keptCount) {
    return { kind: 'kept', count: keptCount };
  }
  if (state === 'succeeded' && undoneBy !== undefined) {
    return { kind: 'undone' };
  }
  if (isHeld(run)) {
    return { kind: 'held' };
  }
  if (state === 'awaiting_approval' && waitsForPlans(run)) {
    return { kind: 'plans' };
  }
  if (helpsItself(run)) {
    return { kind: 'helpsItself' };
  }
  const by = run.targets.find(({ heldBy }) => heldBy)?.heldBy;
  if (by && state === 'running') {
    return { kind: 'braked', by };
  }
  const look = lookOf(run);
  return look
    ? { kind: 'look', look }
    : waitOf(run) ?? { kind: 'state', state };
}

/** How a run stands on one of its clusters. */
export function standingOn(
  run: KnownRun,
  target: { id: string; state: RunState },
): Standing {
  const { id, state } = target;
  if (plansAwaited(run, target).length > 0) {
    return { kind: 'plans' };
  }
  if (state !== 'succeeded') {
    return (
      brakeOn(run, target) ??
      helpOn(run, target) ??
      backOn(run, target) ??
      waitOn(run, target) ?? { kind: 'state', state }
    );
  }
  const left = leftOn(run, id);
  if (left) {
    return left;
  }
  if (isUndoneOn(run, id)) {
    return { kind: 'undone' };
  }
  if (isPerhapsUndoneOn(run, id)) {
    return { kind: 'keptSome', here: false };
  }
  if (isLook(run)) {
    const look = run.targets.length === 1 ? lookOf(run) : undefined;
    return look ? { kind: 'look', look } : { kind: 'looked' };
  }
  return { kind: 'state', state };
}

/** Whether a run is blocked, and none of its clusters waits for a person. */
function helpsItself(run: KnownRun): boolean {
  const blocked = (run.targetsDetail ?? run.targets).filter(
    ({ state }) => state === 'blocked',
  );
  return (
    run.state === 'blocked' &&
    blocked.length > 0 &&
    blocked.every(target => helpOn(run, target))
  );
}

/**
 * What is blocked and looked at again by itself. A page is told so of each
 * cluster; a list goes by the run.
 */
function helpOn(
  run: KnownRun,
  { id, state }: { id: string; state: RunState },
): Standing | undefined {
  const helps = run.targetsDetail
    ? run.targetsDetail.some(target => target.id === id && target.looksAgain)
    : looksAgain(run);
  return state === 'blocked' && helps ? { kind: 'helpsItself' } : undefined;
}

/** What a brake holds goes on by itself. */
function brakeOn(
  run: KnownRun,
  { id, state }: { id: string; state: RunState },
): Standing | undefined {
  const by = run.targets.find(target => target.id === id)?.heldBy;
  return by && isWorking(state) ? { kind: 'braked', by } : undefined;
}

/**
 * What did not come to its end and was taken back here. A list that does not
 * know the undos cannot tell of which of several clusters that is true.
 */
function backOn(
  run: KnownRun,
  { id, state }: { id: string; state: RunState },
): Standing | undefined {
  const isKnown = run.undoRuns !== undefined || run.targets.length === 1;
  if (!isTerminal(state) || state === 'planned' || !isKnown) {
    return undefined;
  }
  return isUndoneOn(run, id)
    ? leftOn(run, id) ?? { kind: 'undone' }
    : undefined;
}

/** What a run waits for whose state says that it is at work. */
function waitOf(run: KnownRun): Standing | undefined {
  const { state, targets } = run;
  const working = targets.filter(target => isWorking(target.state));
  const waits = working.map(target => waitOn(run, target));
  return isWorking(state) && waits.every(Boolean) ? waits[0] : undefined;
}

function waitOn(
  run: KnownRun,
  { id, state }: { id: string; state: RunState },
): Standing | undefined {
  if (!isWorking(state)) {
    return undefined;
  }
  if (isAtGate(run, id)) {
    return { kind: 'gate' };
  }
  const open = startedOf(run).filter(child => !isTerminal(child.state));
  return open.length > 0 && open.every(waitsForPerson)
    ? { kind: 'children' }
    : undefined;
}

function isWorking(state: RunState): boolean {
  return workingStates.includes(state);
}

/** Whether a step waits at a gate, whoever has to open it. */
function isAtGate({ gates, approvals }: KnownRun, targetId: string): boolean {
  return gates
    ? gates.includes(targetId)
    : !!approvals?.some(
        approval =>
          approval.kind === 'gate' &&
          approval.state === 'open' &&
          approval.targetId === targetId,
      );
}

/** Whether a run goes on only when a person did something. */
export function waitsForPerson(run: KnownRun): boolean {
  return (
    (waitingForPeople.includes(run.state) && !helpsItself(run)) ||
    waitOf(run) !== undefined
  );
}

/** Whether a run was paused while it waits for approval. */
export function isHeld({
  state,
  pauseRequested,
}: Pick<RunSummary, 'state' | 'pauseRequested'>): boolean {
  return state === 'awaiting_approval' && pauseRequested;
}

/** The tone of a standing. */
export function standingTone(standing: Standing): Tone {
  switch (standing.kind) {
    case 'kept':
      return 'warn';
    case 'keptSome':
      return standing.here ? 'warn' : 'idle';
    case 'look':
      return lookTones[standing.look.kind];
    case 'held':
    case 'gate':
    case 'children':
      return 'wait';
    case 'braked':
      return 'pause';
    case 'state':
      return runStateMeta[standing.state].tone;
    default:
      return 'idle';
  }
}

/** A list knows that an undo stands, a page also on which clusters. */
function isUndoneOn(run: KnownRun, id: string): boolean {
  const { undoneBy, undoRuns } = run;
  return undoneBy !== undefined && undoRuns
    ? undosOn(run, id).some(undo => undo.undoneBy === undefined)
    : undoneBy !== undefined;
}

/**
 * Whether an undo here was itself taken back on some of its clusters, which are
 * not named, and no other says that this one is taken back.
 */
function isPerhapsUndoneOn(run: KnownRun, id: string): boolean {
  return (
    run.undoneBy !== undefined &&
    !isUndoneOn(run, id) &&
    undosOn(run, id).some(
      ({ targets, keptCount }) => targets.length > 1 && !!keptCount,
    )
  );
}

/** Undos that ended well on a cluster. */
function undosOn({ undoRuns = [] }: KnownRun, id: string): RunSummary[] {
  return undoRuns.filter(
    ({ state, targets }) =>
      isTerminal(state) &&
      targets.some(target => target.id === id && target.state === 'succeeded'),
  );
}

/**
 * What was left on a cluster. A list knows how much an undo left, not where; a
 * page knows it of an undo, and of a run that was taken back whether something
 * is left.
 */
function leftOn(run: KnownRun, id: string): Standing | undefined {
  const { kept, keptCount, undoneBy, undoRuns, targets, targetsDetail } = run;
  if (!keptCount) {
    return undefined;
  }
  if (undoneBy !== undefined && targetsDetail) {
    const isLeft = targetsDetail.some(
      target => target.id === id && target.undoable,
    );
    return isLeft && isUndoneOn(run, id)
      ? { kind: 'keptSome', here: true }
      : undefined;
  }
  if (undoneBy === undefined && kept) {
    const count = kept.filter(({ targetId }) => targetId === id).length;
    return count > 0 ? { kind: 'kept', count } : undefined;
  }
  if (undoneBy !== undefined && undoRuns && !isPerhapsLeftOn(run, id)) {
    return undefined;
  }
  return targets.length === 1
    ? { kind: 'kept', count: keptCount }
    : { kind: 'keptSome', here: false };
}

/** Whether an undo that stands here left something, on this cluster or another. */
function isPerhapsLeftOn(run: KnownRun, id: string): boolean {
  const standing = undosOn(run, id).filter(undo => undo.undoneBy === undefined);
  return standing.length > 0 && standing.every(({ keptCount }) => keptCount);
}
