import type { ClusterRegistry } from '../../clusters';
import { isMaybe, type ReachedChild } from './childReach';
import { atPlace } from './childRequests';
import { checkTwice } from './resolveTargets';

/**
 * The clusters of what a run surely starts are those that a run could have
 * itself: each once, known and usable unattended. Throws INPUT_INVALID,
 * CLUSTER_UNKNOWN and CLUSTER_NOT_UNATTENDED with the place.
 */
export async function checkChildTargets(
  clusters: Pick<ClusterRegistry, 'usable'>,
  children: readonly ReachedChild[],
): Promise<void> {
  for (const { place, targets } of children.filter(each => !isMaybe(each))) {
    atPlace(place, () => checkTwice(targets));
    for (const { cluster } of targets) {
      await clusters.usable(cluster).catch(error =>
        atPlace(place, () => {
          throw error;
        }),
      );
    }
  }
}
