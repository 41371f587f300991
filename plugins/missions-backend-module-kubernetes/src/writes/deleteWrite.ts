import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { locate, maskObject, normalise, readObject } from '../objects';
import type { Change } from './change';
import { type Deferral, deferralOf, type EarlierChange } from './deferral';
import type { GuardedWrite } from './guardedWrite';
import { otherOwner } from './owners';
import { sendDelete, type WriteContext } from './send';

/** A deletion of one object. */
export interface DeleteRequest {
  readonly ref: ObjectRef;
  readonly takeOver?: boolean;
  /** Says why it cannot be taken back, once the object is known. */
  irreversible(live: KubernetesObject): Promise<string | undefined>;
}

/** Plans a deletion of the live object, read unless just `seen`; an absent one is nothing to do. */
export async function planDelete(
  ctx: WriteContext,
  request: DeleteRequest,
  earlier: readonly EarlierChange[],
  seen?: KubernetesObject | null,
): Promise<Change> {
  const { ref } = request;
  const common = { object: ref, verb: 'delete' };
  const deferral = deferralOf(ref, earlier);
  if (deferral) {
    const irreversible = await lossOfDeferred(ctx, request, deferral);
    return {
      ...common,
      kind: 'deferred',
      digest: ctx.digest('delete'),
      deferredReason: deferral.reason,
      bounds: deferral.bounds.map(bound => bound.replace(/^\S+/, 'delete')),
      ...(irreversible ? { irreversible } : {}),
    };
  }
  const live =
    seen === undefined ? await readObject(ctx.cluster, ref, ctx.signal) : seen;
  const known = {
    ...common,
    digest: ctx.digest('delete'),
    uid: live?.metadata?.uid,
    ...(live ? { live: maskObject(normalise(live), ctx) } : {}),
  };
  if (!live || live.metadata?.deletionTimestamp) {
    return {
      ...known,
      kind: 'noop',
      note: live ? 'It is being deleted' : 'It does not exist',
    };
  }
  const irreversible = await request.irreversible(live);
  const change: Change = {
    ...known,
    kind: 'delete',
    ...(irreversible ? { irreversible } : {}),
  };
  const owner = otherOwner(live, []);
  if (!owner) {
    return change;
  }
  return request.takeOver
    ? { ...change, takeOver: true, note: owner }
    : { ...change, kind: 'conflict', conflictWith: owner };
}

/** As far as it can be told: by the object that is there, or by what it is made as before. */
async function lossOfDeferred(
  ctx: WriteContext,
  { ref, irreversible }: DeleteRequest,
  { by, isObject }: Deferral,
): Promise<string | undefined> {
  if (!isObject) {
    return undefined;
  }
  const live = await readObject(ctx.cluster, ref, ctx.signal);
  const known = live ?? (by.desired as KubernetesObject | undefined);
  return known && irreversible(known);
}

/** The write that deletes an object. */
export function deleteWrite(
  ctx: RunContext<unknown>,
  request: DeleteRequest,
): GuardedWrite {
  const { ref } = request;
  return {
    ref,
    verb: 'delete',
    irreversible: async live => (live ? request.irreversible(live) : undefined),
    digest: ctx.digest('delete'),
    replan: (live, earlier) => planDelete(ctx, request, earlier, live),
    happened: (now, prior) =>
      !now ||
      now.metadata?.uid !== prior?.metadata?.uid ||
      Boolean(now.metadata?.deletionTimestamp),
    async send(now) {
      await sendDelete(ctx, await locate(ctx.cluster, ref), now!);
      return null;
    },
  };
}
