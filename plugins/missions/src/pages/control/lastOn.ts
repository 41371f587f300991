import type {
  Run,
  RunState,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import type { Tone } from '@mission-control/plugin-missions-react';
import { standingOn, standingTone } from '../../shell/standing';
import { toneOrder } from '../../shell/toneOrder';
import { isAboutSame, type WritesOf } from './writes';

/** A run of a list, with the undos of it that the list knows. */
export type ListedRun = RunSummary & Pick<Run, 'undoRuns'>;

/** What an ended run says of a cluster. */
export interface LastRun {
  /** Whether anybody could read already what it wrote. */
  kind: 'last' | 'taken_back' | 'runs_unknown';
  run: ListedRun;
  state: RunState;
  tone: Tone;
}

/**
 * The ended run that speaks for a cluster. A run that wrote nothing never does.
 * What failed there and is still there does, until it was taken back or a later
 * run on the same objects was proven; then the last that was proven. An undo
 * proves only that something is gone: what stood before it speaks again.
 */
export function lastOn(
  cluster: string,
  /** Newest first. */
  completed: readonly RunSummary[],
  writesOf: WritesOf,
): LastRun | undefined {
  const troubles: LastRun[] = [];
  const proven: RunSummary[] = [];
  let first: LastRun | undefined;
  let gone: LastRun | undefined;
  for (const { run, target } of runsOn(cluster, completed)) {
    const { state } = target;
    const standing = standingOn(run, target);
    const said = {
      kind: 'last' as const,
      run,
      state,
      tone: standingTone(standing),
    };
    if (standing.kind === 'undone') {
      gone ??= { ...said, kind: 'taken_back' };
    } else if (standing.kind !== 'state') {
      first ??= said;
    } else if (state !== 'succeeded') {
      const trouble = isUndoneByAnother(run, cluster, completed)
        ? undefined
        : troubleOf(said, cluster, proven, writesOf);
      troubles.push(...(trouble ? [trouble] : []));
    } else if (run.undoOf !== undefined) {
      gone ??= { ...said, kind: 'taken_back', tone: 'idle' };
    } else {
      first ??= said;
      proven.push(run);
    }
  }
  return (
    toneOrder
      .map(tone => troubles.find(trouble => trouble.tone === tone))
      .find(Boolean) ??
    first ??
    gone
  );
}

/** Runs that were more than a look or a plan. */
function runsOn(cluster: string, completed: readonly RunSummary[]) {
  return completed
    .filter(({ type, planOnly }) => type !== 'orbit' && !planOnly)
    .flatMap(run => {
      const target = run.targets.find(({ id }) => id === cluster);
      return target && target.state !== 'planned'
        ? [{ run: withUndos(run, completed), target }]
        : [];
    });
}

/** On which clusters a run was taken back, a list tells by the undos in it. */
function withUndos(
  run: RunSummary,
  completed: readonly RunSummary[],
): ListedRun {
  const undoRuns = completed.filter(({ undoOf }) => undoOf === run.id);
  return undoRuns.length > 0 ? { ...run, undoRuns } : run;
}

/** An undo that failed is of no matter once another one went well. */
function isUndoneByAnother(
  { undoOf }: RunSummary,
  cluster: string,
  completed: readonly RunSummary[],
): boolean {
  return (
    undoOf !== undefined &&
    completed.some(
      other =>
        other.undoOf === undoOf &&
        other.undoneBy === undefined &&
        other.targets.some(
          ({ id, state }) => id === cluster && state === 'succeeded',
        ),
    )
  );
}

/** A run that did not come to its end, when it left something that nobody proved since. */
function troubleOf(
  said: LastRun,
  cluster: string,
  /** Runs there that were proven later. */
  proven: readonly RunSummary[],
  writesOf: WritesOf,
): LastRun | undefined {
  const { run, state, tone } = said;
  const isCancelled = state === 'cancelled';
  const written = writesOf(run.id);
  if (!written) {
    return isCancelled
      ? { ...said, kind: 'runs_unknown', tone: 'unknown' }
      : said;
  }
  const here = written.get(cluster);
  if (!here?.changed.size) {
    return undefined;
  }
  const isProven = proven.some(({ id, missionRef }) => {
    const all = writesOf(id);
    const later = all?.get(cluster);
    const sameMission = missionRef === run.missionRef;
    return later ? isAboutSame(here, later, sameMission) : !!all && sameMission;
  });
  // Half of what was wanted is there: that is not calm.
  return isProven ? undefined : { ...said, tone: isCancelled ? 'warn' : tone };
}
