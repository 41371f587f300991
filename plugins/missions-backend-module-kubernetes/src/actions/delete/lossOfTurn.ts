import { nameOfObject } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { irreversibleDeletion, type LossOptions, ownersOf } from '../../undo';
import type { Loss, WriteContext } from '../../writes';
import type { Turn } from './dependantsFirst';

/**
 * What is lost with an object that is deleted in its turn. When all its owners
 * are deleted after it and none of them can be taken back, neither can it: made
 * anew, it would be collected at once.
 */
export async function lossOfTurn(
  ctx: Pick<WriteContext, 'cluster' | 'signal'>,
  live: KubernetesObject,
  options: LossOptions & {
    readonly turn: Turn;
    readonly turns: readonly Turn[];
  },
): Promise<Loss> {
  const { turn, turns, dependants, known = [] } = options;
  const own = await irreversibleDeletion(ctx, live, {
    dependants,
    known: [...known, ...turn.before],
  });
  const later = turns.slice(turn.before.length + 1);
  const owners = ownersOf(live).map(({ uid }) =>
    later.find(({ seen }) => seen?.metadata?.uid === uid),
  );
  if (own.certain || owners.length === 0) {
    return own;
  }
  for (const owner of owners) {
    const { certain } = owner?.seen
      ? await lossOfTurn(ctx, owner.seen, { ...options, turn: owner })
      : {};
    if (!certain) {
      return own;
    }
  }
  const named = owners.flatMap(owner =>
    owner ? [nameOfObject(owner.ref)] : [],
  );
  return {
    ...own,
    certain: `its owner ${named.join(', ')} cannot be taken back`,
  };
}
