import type { Orbit } from '@mission-control/plugin-missions-common';
import type { OrbitRun } from '../../store/operations/readOrbitRuns';

/**
 * What holds up the run of an orbit that goes on. Names no cluster that may
 * not be read, and gives the reasons of a run to those who may read it.
 */
export function heldUpProblem(
  { blocked, readable }: Pick<OrbitRun, 'blocked' | 'readable'>,
  hidden: ReadonlySet<string>,
): Orbit['problem'] {
  if (blocked.length === 0) {
    return undefined;
  }
  const remedy =
    'It is looked at again by itself for a few minutes; then the run goes on without it.';
  const shown = blocked.filter(
    ({ cluster }) => cluster === undefined || !hidden.has(cluster),
  );
  if (shown.length === 0) {
    return {
      message: 'A cluster that you may not see holds up its run',
      remedy,
    };
  }
  const [{ cluster, reason }, ...others] = shown;
  const what = cluster === undefined ? 'Its run' : `Cluster '${cluster}'`;
  const more =
    others.length > 0 ? `, and neither can ${numberOf(others.length)}` : '';
  const why = readable && reason ? `: ${reason}` : '';
  return {
    message: `${what} cannot be looked at now${more}${why}`,
    remedy,
  };
}

function numberOf(clusters: number): string {
  return clusters === 1 ? '1 other cluster' : `${clusters} other clusters`;
}
