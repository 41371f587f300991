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
import type { Foreseen } from './Foreseen';
import { isOfOneObject, refusedObject } from './refusedObject';
import { restoredObject } from './restored';
import { sendAnew, sendRemoval, sendRestored } from './sendBack';

/** What a plan needs beside that. */
export interface TrialOptions extends UndoOptions {
  /** Objects that a person chose to leave as they are now: they are not tried. */
  readonly keepDrift: readonly ObjectRef[];
  /** What the steps that are taken back before leave. */
  readonly foreseen: Foreseen;
}

/**
 * Plans taking one effect back, see {@link planEffect}, and lets the API server
 * try it as a dry run, what drifted as if it were overwritten. What it refuses
 * is a conflict of that object alone, unless an earlier change of the undo may
 * lift that. Throws what is wrong with the whole cluster.
 *
 * @remarks Not tried is what cannot be yet: what is deferred, what a step that
 * is taken back before changes first, and what is made anew in place of an
 * object that is still being deleted.
 */
export async function planTried(
  ctx: UndoingContext,
  effect: Effect,
  options: TrialOptions,
): Promise<Change> {
  const isKept = options.keepDrift.some(ref => sameObject(ref, effect.object));
  // Of other steps: not what this one foresaw itself before it looks again.
  const before = options.foreseen.of(effect.object);
  let unchosen: Change | undefined;
  try {
    return await onLiveVersion(ctx, {
      seen: undefined,
      read: () => readObject(ctx.cluster, effect.object, ctx.signal),
      async compare(now) {
        const foreseen = now ? before : undefined;
        const live = foreseen ?? now;
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
        foresee(ctx, effect, { change, live, options });
        try {
          // A removal asks for no content: it can be tried on what is there now.
          if (!foreseen || !effect.prior) {
            await tryChange(ctx, effect, { change, live: now, options });
          }
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

/** What was planned, and from what. */
interface Planned {
  readonly change: Change;
  readonly live: Live;
  readonly options: TrialOptions;
}

/** Notes how the object will be for the steps that are taken back after this one. */
function foresee(
  ctx: UndoingContext,
  effect: Effect,
  { change: { kind, verb }, live, options }: Planned,
): void {
  if (kind === 'change' && verb === 'restore' && live) {
    options.foreseen.leave(effect.object, restoredFrom(ctx, effect, live));
  }
}

/** The live object with what the effect did to it taken back. */
function restoredFrom(
  ctx: UndoingContext,
  effect: Effect,
  live: KubernetesObject,
): KubernetesObject {
  const prior = effect.prior as KubernetesObject;
  const after = confirmedAfter(ctx, effect, live) as KubernetesObject;
  return restoredObject({ prior, after, live }, fieldManagerOf(ctx));
}

async function tryChange(
  ctx: UndoingContext,
  effect: Effect,
  { change: { kind, verb }, live, options }: Planned,
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
    await sendRestored(ctx, object, restoredFrom(ctx, effect, live), trial);
  }
}
