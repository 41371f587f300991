import {
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { readObject } from '../objects';
import {
  fieldManagerOf,
  onLiveVersion,
  plannedDespite,
  type Change,
  type Live,
} from '../writes';
import type { UndoingContext } from './blocks';
import { confirmedAfter } from './confirmedAfter';
import { namingNewOwners } from './newOwners';
import { planEffect, type UndoOptions } from './planEffect';
import { isOfOneObject, refusedObject } from './refusedObject';
import { restoredObject } from './restored';
import { sendAnew, sendRemoval, sendRestored } from './sendBack';

/** What a plan needs beside that. */
export interface TrialOptions extends UndoOptions {
  /** Objects that a person chose to leave as they are now: they are not tried. */
  readonly keepDrift: readonly ObjectRef[];
}

/**
 * Plans taking one effect back, see {@link planEffect}, and lets the API server
 * try it as a dry run, what drifted as if it were overwritten. What it refuses
 * is a conflict of that object alone, unless an earlier change of the undo may
 * lift that. Throws what is wrong with the whole cluster.
 *
 * @remarks Not tried is what cannot be yet: what is deferred, and what is made
 * anew in place of an object that is still being deleted.
 */
export async function planTried(
  ctx: UndoingContext,
  effect: Effect,
  options: TrialOptions,
): Promise<Change> {
  const isKept = options.keepDrift.some(ref => sameObject(ref, effect.object));
  let unchosen: Change | undefined;
  try {
    return await onLiveVersion(ctx, {
      seen: undefined,
      read: () => readObject(ctx.cluster, effect.object, ctx.signal),
      async compare(live) {
        const change = await planEffect(ctx, effect, options, live);
        if (isKept) {
          return change;
        }
        unchosen = change.takeOver
          ? await planEffect(
              ctx,
              effect,
              { ...options, overwriteDrift: [] },
              live,
            )
          : change;
        try {
          await tryChange(ctx, effect, { change, live, options });
          return change;
        } catch (error) {
          return plannedDespite(ctx, change, error, options.earlier);
        }
      },
    });
  } catch (error) {
    if (!isOfOneObject(error)) {
      throw error;
    }
    return refusedObject(ctx, effect, unchosen, error);
  }
}

async function tryChange(
  ctx: UndoingContext,
  effect: Effect,
  {
    change: { kind, verb },
    live,
    options,
  }: { change: Change; live: Live; options: UndoOptions },
): Promise<void> {
  if (kind === 'noop' || kind === 'deferred') {
    return;
  }
  const { object, prior } = effect;
  const trial = { dryRun: true };
  if (!prior) {
    await (live && sendRemoval(ctx, object, live, trial));
  } else if (!live && (kind === 'create' || verb === 'restore')) {
    const wanted = namingNewOwners(prior, options.madeAnew ?? []);
    await sendAnew(ctx, object, wanted, trial);
  } else if (live && verb === 'restore' && !live.metadata?.deletionTimestamp) {
    const after = confirmedAfter(ctx, effect, live) as KubernetesObject;
    const around = { prior, after, live };
    const restored = restoredObject(around, fieldManagerOf(ctx));
    await sendRestored(ctx, object, restored, trial);
  }
}
