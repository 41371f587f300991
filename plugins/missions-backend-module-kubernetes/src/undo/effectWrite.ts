import { canonicalJson } from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  UndoRunContext,
} from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { managedFieldsOf, normalise } from '../objects';
import {
  approvedChangeOf,
  fieldManagerOf,
  type GuardedWrite,
  type Live,
} from '../writes';
import { whyItIsCollected, whyItStays } from './blocks';
import { planEffect, whatIsLost, type UndoOptions } from './planEffect';
import { confirmedAfter } from './confirmedAfter';
import { goneNamespace } from './goneHolder';
import { namingNewOwners } from './newOwners';
import { blockSince } from './otherWriter';
import { restoredObject } from './restored';
import { sendAnew, sendRemoval, sendRestored } from './sendBack';

/** How an effect is taken back, and the write that does it. */
export interface EffectWrite {
  readonly way: 'remove' | 'restore' | 'recreate';
  readonly write: GuardedWrite;
  /** What the object shall be in the end, owners of its fields included, from what is live. */
  expected(live: KubernetesObject): KubernetesObject;
  /** Of the object that shall be gone. */
  readonly uid?: string;
}

/** The write that takes an effect back from what is live now. */
export function effectWrite(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  options: UndoOptions,
  live: Live,
): EffectWrite {
  const { object, prior } = effect;
  const after = confirmedAfter(ctx, effect, live);
  const common = {
    ref: object,
    digest: ctx.digest(canonicalJson(prior && normalise(prior))),
    replan: (now: Live, earlier: UndoOptions['earlier']) =>
      // Not tried: it is sent next, after what the step takes back before.
      planEffect(
        ctx,
        effect,
        { ...options, earlier: [...options.earlier, ...earlier] },
        now,
      ),
  };
  if (!prior) {
    return {
      way: 'remove',
      write: { ...common, ...removal(ctx, effect, after, options) },
      expected: now => now,
      uid: after?.metadata?.uid,
    };
  }
  // Planned as gone, it is made anew, also when this step began that before.
  const isGone =
    approvedChangeOf(ctx, object)?.kind === 'create' ||
    !live ||
    live.metadata?.deletionTimestamp !== undefined;
  if (!after || isGone) {
    const anew = namingNewOwners(prior, options.madeAnew ?? []);
    const managers = managedFieldsOf(anew).filter(entry => !entry.subresource);
    return {
      way: 'recreate',
      write: { ...common, ...recreation(ctx, effect, anew) },
      expected: now => {
        const others = managedFieldsOf(now).filter(entry => entry.subresource);
        const managedFields = [...managers, ...others];
        return { ...anew, metadata: { ...anew.metadata, managedFields } };
      },
    };
  }
  const restored = (now: KubernetesObject) =>
    restoredObject({ prior, after, live: now }, fieldManagerOf(ctx));
  return {
    way: 'restore',
    write: {
      ...common,
      ...restoration(ctx, effect, { after, restored }),
    },
    expected: restored,
  };
}

type Way = Pick<
  GuardedWrite,
  'verb' | 'happened' | 'loss' | 'drift' | 'refuse' | 'send'
>;

function removal(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  after: Live,
  options: UndoOptions,
): Way {
  return {
    verb: 'delete',
    loss: async live => (live && after ? whatIsLost(ctx, live, options) : {}),
    happened: (live, prior) =>
      !live ||
      live.metadata?.uid !== prior?.metadata?.uid ||
      Boolean(live.metadata?.deletionTimestamp),
    drift: async (live, approved) =>
      live && after && !approved.takeOver
        ? (await blockSince(ctx, effect, { after, live }))?.note
        : undefined,
    refuse: async live =>
      live && after ? whyItStays(ctx, effect, { earlier: [] }) : undefined,
    async send(live) {
      await sendRemoval(ctx, effect.object, live!);
      return null;
    },
  };
}

function restoration(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  {
    after,
    restored,
  }: {
    after: KubernetesObject;
    restored(live: KubernetesObject): KubernetesObject;
  },
): Way {
  return {
    verb: 'restore',
    happened: (live, before) =>
      live !== null &&
      live.metadata?.resourceVersion !== before?.metadata?.resourceVersion &&
      canonicalJson(normalise(restored(live))) ===
        canonicalJson(normalise(live)),
    drift: async (live, approved) =>
      live && !approved.takeOver
        ? (await blockSince(ctx, effect, { after, live }))?.note
        : undefined,
    async send(live) {
      return (await sendRestored(ctx, effect.object, restored(live!))).body;
    },
  };
}

function recreation(
  ctx: UndoRunContext<unknown>,
  { object }: Effect,
  wanted: KubernetesObject,
): Way {
  return {
    verb: 'create',
    happened: live =>
      managedFieldsOf(live).some(
        entry => entry.manager === fieldManagerOf(ctx),
      ),
    // Its definition may be made anew a moment before: then it is served soon.
    refuse: async () =>
      (
        (await goneNamespace(ctx, object)) ??
        (await whyItIsCollected(ctx, wanted))
      )?.note,
    async send() {
      return (await sendAnew(ctx, object, wanted)).body;
    },
  };
}
