import {
  canonicalJson,
  MissionError,
} from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  UndoRunContext,
} from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import {
  describeRef,
  locate,
  managedFieldsOf,
  normalise,
  readAt,
  readObject,
} from '../objects';
import {
  executeWrite,
  fieldManagerOf,
  isPreconditionFailure,
  sendDelete,
  sendPost,
  sendPut,
} from '../writes';
import { driftBlock, whyItStays } from './blocks';
import { confirmedAfter, planEffect, type UndoOptions } from './planEffect';
import { restoredObject, sameOwners } from './restored';
import { waitUntilGone } from './settle';

const MAX_OWNER_TRIES = 6;

/**
 * Takes one effect back and waits until it is settled. A namespace into which
 * others put something since the plan stays: the answer says why.
 */
export async function undoEffect(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  options: UndoOptions,
): Promise<string | undefined> {
  const live = await readObject(ctx.cluster, effect.object, ctx.signal);
  const after = confirmedAfter(ctx, effect, live);
  if (!effect.prior) {
    const stays =
      live && after && !live.metadata?.deletionTimestamp
        ? await whyItStays(ctx, effect, { earlier: [] })
        : undefined;
    if (stays) {
      return stays;
    }
    await remove(ctx, effect, after, options);
  } else if (after && live && !live.metadata?.deletionTimestamp) {
    await restore(ctx, effect, effect.prior, after, options);
  } else {
    await recreate(ctx, effect, effect.prior, options);
  }
  return undefined;
}

function writeOf(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  options: UndoOptions,
) {
  return {
    ref: effect.object,
    digest: ctx.digest(canonicalJson(effect.prior && normalise(effect.prior))),
    replan: () => planEffect(ctx, effect, options),
  };
}

async function remove(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  after: KubernetesObject | null,
  options: UndoOptions,
): Promise<void> {
  let uid: string | undefined = after?.metadata?.uid;
  await executeWrite(ctx, {
    ...writeOf(ctx, effect, options),
    verb: 'delete',
    happened: (live, prior) =>
      !live ||
      live.metadata?.uid !== prior?.metadata?.uid ||
      Boolean(live.metadata?.deletionTimestamp),
    async refuse(live, approved) {
      if (!live || !after) {
        return undefined;
      }
      const block = approved.takeOver
        ? undefined
        : await driftBlock(ctx, null, { after, live });
      return block?.note ?? whyItStays(ctx, effect, { earlier: [] });
    },
    async send(live) {
      const location = await locate(ctx.cluster, effect.object);
      uid = live?.metadata?.uid;
      await sendDelete(ctx, location, live!);
      return null;
    },
  });
  await waitUntilGone(ctx, effect.object, uid);
}

async function restore(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  prior: KubernetesObject,
  after: KubernetesObject,
  options: UndoOptions,
): Promise<void> {
  const manager = fieldManagerOf(ctx);
  await executeWrite(ctx, {
    ...writeOf(ctx, effect, options),
    verb: 'restore',
    happened: (live, before) =>
      Boolean(live) &&
      live?.metadata?.resourceVersion !== before?.metadata?.resourceVersion &&
      canonicalJson(
        normalise(restoredObject({ prior, after, live: live! }, manager)),
      ) === canonicalJson(normalise(live!)),
    refuse: async (live, approved) =>
      live && !approved.takeOver
        ? (
            await driftBlock(ctx, prior, { after, live })
          )?.note
        : undefined,
    async send(live) {
      const location = await locate(ctx.cluster, effect.object);
      const body = restoredObject({ prior, after, live: live! }, manager);
      return (await sendPut(ctx, location, body)).body;
    },
  });
  await giveOwnershipBack(ctx, effect, (live: KubernetesObject) =>
    managedFieldsOf(restoredObject({ prior, after, live }, manager)),
  );
}

async function recreate(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  prior: KubernetesObject,
  options: UndoOptions,
): Promise<void> {
  const live = await readObject(ctx.cluster, effect.object, ctx.signal);
  if (live?.metadata?.deletionTimestamp) {
    await waitUntilGone(ctx, effect.object, live.metadata.uid);
  }
  const managers = managedFieldsOf(prior).filter(entry => !entry.subresource);
  await executeWrite(ctx, {
    ...writeOf(ctx, effect, options),
    verb: 'create',
    happened: now =>
      managedFieldsOf(now).some(entry => entry.manager === fieldManagerOf(ctx)),
    async send() {
      const location = await locate(ctx.cluster, effect.object);
      return (await sendPost(ctx, location, asNew(prior))).body;
    },
  });
  await giveOwnershipBack(ctx, effect, live2 => [
    ...managers,
    ...managedFieldsOf(live2).filter(entry => entry.subresource),
  ]);
}

/** The object without what belonged to its former life. */
function asNew(prior: KubernetesObject): KubernetesObject {
  const { status: _status, ...rest } = structuredClone(prior);
  const metadata: Record<string, any> = { ...rest.metadata };
  for (const name of [
    'uid',
    'resourceVersion',
    'creationTimestamp',
    'generation',
    'managedFields',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'selfLink',
  ]) {
    delete metadata[name];
  }
  return { ...rest, metadata };
}

/**
 * The second PUT: values stay, so the server takes the field managers that we
 * send. (The first one made us the owner of what it changed.)
 */
async function giveOwnershipBack(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  wanted: (live: KubernetesObject) => ReturnType<typeof managedFieldsOf>,
): Promise<void> {
  const location = await locate(ctx.cluster, effect.object);
  for (let attempt = 1; attempt <= MAX_OWNER_TRIES; attempt++) {
    const live = await readAt(ctx.cluster, location, ctx.signal);
    if (!live || live.metadata?.deletionTimestamp) {
      return;
    }
    const managers = wanted(live);
    if (sameOwners(managers, managedFieldsOf(live))) {
      return;
    }
    try {
      await sendPut(ctx, location, {
        ...live,
        metadata: { ...live.metadata, managedFields: managers },
      });
    } catch (error) {
      if (!isPreconditionFailure(error)) {
        throw error;
      }
    }
  }
  throw new MissionError(
    'STEP_FAILED',
    `${describeRef(
      effect.object,
    )} is restored, but its fields still have other owners than before`,
    { object: effect.object },
  );
}
