import { nameOfObject } from '@mission-control/plugin-missions-common';
import { ownersOf } from '../../undo';
import { type Change, lossInPlan } from '../../writes';
import { isIn, type Turn } from './dependantsFirst';

/**
 * The planned deletions, in their turns, with what falls with what is deleted
 * after it and cannot be taken back: its namespace or definition, without which
 * it cannot be made anew, or all its owners, without which it would be collected
 * at once. `lost` has the turns that cannot be taken back by themselves.
 *
 * @remarks The plan foretells it. The journal does not: whether the others are
 * deleted is known only when the run has ended, and an undo looks again.
 */
export function fallingAlong(
  changes: readonly Change[],
  turns: readonly Turn[],
  lost: ReadonlySet<Turn>,
): Change[] {
  const falling = new Set(lost);
  const told: Change[] = [];
  for (const [index, turn] of [...turns.entries()].reverse()) {
    const change = changes[index];
    const later = turns.slice(index + 1).filter(other => falling.has(other));
    const certain =
      change.kind === 'delete' && !falling.has(turn)
        ? holderLost(turn, later) ?? ownersLost(turn, later)
        : undefined;
    if (certain) {
      falling.add(turn);
      told.unshift({
        ...change,
        ...lossInPlan({ certain, unseen: change.irreversible }),
      });
    } else {
      told.unshift(change);
    }
  }
  return told;
}

/** Where one of these is the namespace or definition of an object, why that is lost. */
function holderLost(
  { ref }: Turn,
  falling: readonly Turn[],
): string | undefined {
  const holder = falling.find(({ seen }) => isIn(seen, ref));
  const what =
    holder?.ref.kind === 'Namespace' ? 'its namespace' : 'its definition';
  return holder && `${what} ${holder.ref.name} cannot be taken back`;
}

/** Where these are all owners of an object, why it is lost. */
function ownersLost(
  { seen: object }: Turn,
  falling: readonly Turn[],
): string | undefined {
  const owners = ownersOf(object ?? {}).map(({ uid }) =>
    falling.find(
      ({ seen }) => uid !== undefined && seen?.metadata?.uid === uid,
    ),
  );
  const named = owners.flatMap(owner => (owner ? nameOfObject(owner.ref) : []));
  return owners.length > 0 && named.length === owners.length
    ? `its owner ${named.join(', ')} cannot be taken back`
    : undefined;
}
