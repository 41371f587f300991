import type { Orbit } from '@mission-control/plugin-missions-common';
import type {
  HeldTarget,
  OrbitRun,
} from '../../store/operations/readOrbitRuns';

/**
 * What holds up the run of an orbit that goes on; what waits for a person comes
 * first, because it does not end by itself. Names no cluster that may not be
 * read, and gives the run and its reasons to those who may read it.
 */
export function heldUpProblem(
  run: Pick<OrbitRun, 'id' | 'blocked' | 'undecided' | 'readable'>,
  hidden: ReadonlySet<string>,
): Orbit['problem'] {
  return (
    undecidedProblem(run, shownOf(run.undecided, hidden)) ??
    blockedProblem(run, shownOf(run.blocked, hidden))
  );
}

function undecidedProblem(
  { id, undecided, readable }: Pick<OrbitRun, 'id' | 'undecided' | 'readable'>,
  shown: readonly HeldTarget[],
): Orbit['problem'] {
  if (undecided.length === 0) {
    return undefined;
  }
  const what = readable ? `Its run ${id}` : 'Its run';
  const remedy =
    'Somebody who may has to open the run and decide: try again, skip, or close. No later look starts before.';
  if (shown.length === 0) {
    return {
      kind: 'held_up',
      message: `${what} waits for a decision about a cluster that you may not see`,
      remedy,
    };
  }
  const [{ cluster, reason }, ...others] = shown;
  const about = cluster === undefined ? '' : ` about cluster '${cluster}'`;
  const more = others.length > 0 ? ` and ${numberOf(others.length)}` : '';
  return {
    kind: 'held_up',
    message: `${what} waits for a decision${about}${more}${because(
      readable,
      reason,
    )}`,
    remedy,
  };
}

function blockedProblem(
  { blocked, readable }: Pick<OrbitRun, 'blocked' | 'readable'>,
  shown: readonly HeldTarget[],
): Orbit['problem'] {
  if (blocked.length === 0) {
    return undefined;
  }
  const remedy =
    'It is looked at again by itself for a few minutes; then the run goes on without it.';
  if (shown.length === 0) {
    return {
      kind: 'held_up',
      message: 'A cluster that you may not see holds up its run',
      remedy,
    };
  }
  const [{ cluster, reason }, ...others] = shown;
  const what = cluster === undefined ? 'Its run' : `Cluster '${cluster}'`;
  const more =
    others.length > 0 ? `, and neither can ${numberOf(others.length)}` : '';
  return {
    kind: 'held_up',
    message: `${what} cannot be looked at now${more}${because(
      readable,
      reason,
    )}`,
    remedy,
  };
}

function shownOf(
  targets: readonly HeldTarget[],
  hidden: ReadonlySet<string>,
): HeldTarget[] {
  return targets.filter(
    ({ cluster }) => cluster === undefined || !hidden.has(cluster),
  );
}

function because(readable: boolean, reason: string | undefined): string {
  return readable && reason ? `: ${reason}` : '';
}

function numberOf(clusters: number): string {
  return clusters === 1 ? '1 other cluster' : `${clusters} other clusters`;
}
