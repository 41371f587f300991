import type { Store } from '../Store';
import { claimTarget, type ClaimedTarget } from './claimTarget';
import { holdLock } from './holdLock';
import { countWorking } from './readQueued';

/** A claim that found its cluster busy is undone by it. */
class ClusterFull extends Error {}

/**
 * Claims a target, but none of a cluster on which as many work already as may,
 * at whichever replica: it stays in the queue, and others go before it. Claims
 * are made one after the other where there are such limits.
 */
export async function claimWithin(options: {
  store: Store;
  limitOf: (cluster: string) => number | undefined;
  claim: Omit<Parameters<typeof claimTarget>[0], 'tx' | 'dialect' | 'except'>;
}): Promise<ClaimedTarget | undefined> {
  const { store, limitOf, claim } = options;
  const { dialect } = store;
  return store.transaction(async tx => {
    await holdLock({ tx, name: 'claims' });
    const except: string[] = [];
    for (;;) {
      let full = '';
      try {
        return await tx.transaction(async attempt => {
          const target = await claimTarget({
            ...claim,
            tx: attempt,
            dialect,
            except,
          });
          const { cluster, state } = target ?? {};
          // To cancel needs no place.
          const limit =
            cluster === undefined || state === 'cancelling'
              ? undefined
              : limitOf(cluster);
          const working =
            limit === undefined
              ? 0
              : await countWorking({ tx: attempt, dialect, cluster: cluster! });
          if (limit !== undefined && working > limit) {
            full = cluster!;
            throw new ClusterFull();
          }
          return target;
        });
      } catch (error) {
        if (!(error instanceof ClusterFull)) {
          throw error;
        }
        except.push(full);
      }
    }
  });
}
