import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { RunContext } from '@mission-control/plugin-missions-node';
import { locate, maskObject, normalise, readObject } from '../objects';
import type { Change } from './change';
import { deferralOf, type EarlierChange } from './deferral';
import { executeWrite, type WriteResult } from './execute';
import { otherOwner } from './owners';
import { assertWritable } from './problems';
import { sendDelete, type WriteContext } from './send';

/** A deletion of one object. */
export interface DeleteRequest {
  readonly ref: ObjectRef;
  readonly takeOver?: boolean;
  /** Says why it cannot be taken back, once the object is known. */
  irreversible(
    live: NonNullable<Awaited<ReturnType<typeof readObject>>>,
  ): Promise<string | undefined>;
}

/** Plans a deletion; an absent object is nothing to do. */
export async function planDelete(
  ctx: WriteContext,
  request: DeleteRequest,
  earlier: readonly EarlierChange[],
): Promise<Change> {
  const { ref } = request;
  assertWritable(ctx, ref, 'delete');
  const common = { object: ref, verb: 'delete' };
  const deferral = deferralOf(ref, earlier);
  if (deferral) {
    return {
      ...common,
      kind: 'deferred',
      digest: ctx.digest('delete'),
      deferredReason: deferral.reason,
      bounds: deferral.bounds.map(bound => bound.replace(/^\S+/, 'delete')),
    };
  }
  const live = await readObject(ctx.cluster, ref, ctx.signal);
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

/** Deletes one object as the approved plan says. */
export async function deleteObject(
  ctx: RunContext<unknown>,
  request: DeleteRequest,
): Promise<WriteResult> {
  const { ref } = request;
  const live = await readObject(ctx.cluster, ref, ctx.signal);
  const irreversible = live ? await request.irreversible(live) : undefined;
  return executeWrite(ctx, {
    ref,
    verb: 'delete',
    irreversible,
    digest: ctx.digest('delete'),
    replan: () => planDelete(ctx, request, []),
    happened: (now, prior) =>
      !now ||
      now.metadata?.uid !== prior?.metadata?.uid ||
      Boolean(now.metadata?.deletionTimestamp),
    async send(now) {
      await sendDelete(ctx, await locate(ctx.cluster, ref), now!);
      return null;
    },
  });
}
