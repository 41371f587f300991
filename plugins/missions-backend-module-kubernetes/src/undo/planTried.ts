import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { readObject } from '../objects';
import {
  fieldManagerOf,
  mayBeLifted,
  onLiveVersion,
  refusedAsOfNow,
  type Change,
  type Live,
} from '../writes';
import type { UndoingContext } from './blocks';
import { confirmedAfter } from './confirmedAfter';
import { namingNewOwners } from './newOwners';
import { planEffect, type UndoOptions } from './planEffect';
import { restoredObject } from './restored';
import { sendAnew, sendRemoval, sendRestored } from './sendBack';

/**
 * Plans taking one effect back, see {@link planEffect}, and lets the API server
 * try it as a dry run: what it refuses is thrown, unless an earlier change of
 * the undo may lift that.
 *
 * @remarks Not tried is what cannot be yet: what is deferred, and what is made
 * anew in place of an object that is still being deleted.
 */
export async function planTried(
  ctx: UndoingContext,
  effect: Effect,
  options: UndoOptions,
  seen?: Live,
): Promise<Change> {
  return onLiveVersion(ctx, {
    seen,
    read: () => readObject(ctx.cluster, effect.object, ctx.signal),
    async compare(live) {
      const change = await planEffect(ctx, effect, options, live);
      try {
        await tryChange(ctx, effect, { change, live, options });
        return change;
      } catch (error) {
        if (!mayBeLifted(error, options.earlier)) {
          throw error;
        }
        return refusedAsOfNow(ctx, change, error);
      }
    },
  });
}

async function tryChange(
  ctx: UndoingContext,
  effect: Effect,
  {
    change: { kind },
    live,
    options,
  }: { change: Change; live: Live; options: UndoOptions },
): Promise<void> {
  const { object, prior } = effect;
  const trial = { dryRun: true };
  if (kind === 'create' && prior && !live) {
    const wanted = namingNewOwners(prior, options.madeAnew ?? []);
    await sendAnew(ctx, object, wanted, trial);
  }
  if (kind === 'delete' && live) {
    await sendRemoval(ctx, object, live, trial);
  }
  if (kind === 'change' && prior && live) {
    const after = confirmedAfter(ctx, effect, live) as KubernetesObject;
    const around = { prior, after, live };
    const restored = restoredObject(around, fieldManagerOf(ctx));
    await sendRestored(ctx, object, restored, trial);
  }
}
