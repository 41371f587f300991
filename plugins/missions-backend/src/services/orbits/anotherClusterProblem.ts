import type { Orbit } from '@mission-control/plugin-missions-common';
import { anotherCluster } from '../../engine';
import type {
  OrbitRun,
  PinnedCluster,
} from '../../store/operations/readOrbitRuns';

/** A run as far as it tells who answered. */
export type ClusterAnswer = Pick<OrbitRun, 'pinned' | 'readable'>;

/**
 * That another cluster answers than the one that the orbit watches, as of the
 * newest run that reached it, whatever came after. Names no cluster that may not be read, and gives
 * UIDs to those who may read that run.
 */
export function anotherClusterProblem(
  runs: readonly ClusterAnswer[],
  hidden: ReadonlySet<string>,
): Orbit['problem'] {
  const newest = new Map<string, PinnedCluster & { readable: boolean }>();
  for (const { pinned, readable } of runs) {
    for (const item of pinned) {
      if (!newest.has(item.cluster)) {
        newest.set(item.cluster, { ...item, readable });
      }
    }
  }
  const others = [...newest.values()].filter(
    ({ watchedUid }) => watchedUid !== undefined,
  );
  if (others.length === 0) {
    return undefined;
  }
  const shown = others.find(({ cluster }) => !hidden.has(cluster));
  const { uid, watchedUid, readable } = shown ?? others[0];
  const { message, remedy } = anotherCluster({ uid, watchedUid: watchedUid! });
  if (!shown) {
    return {
      kind: 'another_cluster',
      message: 'A cluster that you may not see is not the one that it watches',
      remedy,
    };
  }
  const why = readable ? `: ${message}` : '';
  return {
    kind: 'another_cluster',
    message: `Cluster '${shown.cluster}' is not the one that it watches${why}`,
    remedy,
  };
}
