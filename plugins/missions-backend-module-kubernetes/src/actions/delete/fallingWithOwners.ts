import { nameOfObject } from '@mission-control/plugin-missions-common';
import { ownersOf } from '../../undo';
import { type Change, lossInPlan } from '../../writes';
import type { Turn } from './dependantsFirst';

/**
 * The planned deletions, in their turns, with what falls with its owners: where
 * all owners of an object are deleted after it and none of them can be taken
 * back, neither can the object: made anew, it would be collected at once. `lost`
 * has the turns that cannot be taken back by themselves.
 *
 * @remarks The plan foretells it. The journal does not: whether the owner is
 * deleted is known only when the run has ended, and an undo looks again.
 */
export function fallingWithOwners(
  changes: readonly Change[],
  turns: readonly Turn[],
  lost: ReadonlySet<Turn>,
): Change[] {
  const falling = new Set(lost);
  const told: Change[] = [];
  for (const [index, turn] of [...turns.entries()].reverse()) {
    const change = changes[index];
    const owners = ownersOf(turn.seen ?? {}).map(({ uid }) =>
      turns
        .slice(index + 1)
        .find(({ seen }) => seen?.metadata?.uid === uid && uid !== undefined),
    );
    const isFalling =
      change.kind === 'delete' &&
      !falling.has(turn) &&
      owners.length > 0 &&
      owners.every(owner => owner && falling.has(owner));
    if (isFalling) {
      falling.add(turn);
      const named = owners.map(owner => nameOfObject(owner!.ref)).join(', ');
      told.unshift({
        ...change,
        ...lossInPlan({
          certain: `its owner ${named} cannot be taken back`,
          unseen: change.irreversible,
        }),
      });
    } else {
      told.unshift(change);
    }
  }
  return told;
}
