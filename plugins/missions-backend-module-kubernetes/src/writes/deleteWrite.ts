import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  KubernetesObject,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { locate, maskObject, normalise, readObject } from '../objects';
import { approvedChangeOf } from './approved';
import type { Change } from './change';
import { type Deferral, deferralOf, type EarlierChange } from './deferral';
import type { GuardedWrite, Live } from './guardedWrite';
import { lossInPlan, type Loss } from './loss';
import { onLiveVersion } from './onLiveVersion';
import { otherOwner } from './owners';
import { plannedDespite } from './plannedDespite';
import { sendDelete, type WriteContext } from './send';

/** A deletion of one object. */
export interface DeleteRequest {
  readonly ref: ObjectRef;
  readonly takeOver?: boolean;
  /** What is changed before: it may lift what stands in the way of a dry run. */
  readonly before?: readonly Pick<EarlierChange, 'kind'>[];
  /** A step that carries it out sends the deletion itself next. */
  readonly untried?: boolean;
  /** Says what is lost with the object, once it is known. */
  loss(live: KubernetesObject): Promise<Loss>;
}

/**
 * Plans a deletion of the live object, read unless just `seen`, by a dry run;
 * an absent one is nothing to do.
 */
export async function planDelete(
  ctx: WriteContext,
  request: DeleteRequest,
  earlier: readonly EarlierChange[],
  seen?: KubernetesObject | null,
): Promise<Change> {
  const { ref } = request;
  const deferral = deferralOf(ref, earlier);
  if (deferral) {
    const loss = await lossOfDeferred(ctx, request, deferral);
    return {
      object: ref,
      verb: 'delete',
      kind: 'deferred',
      digest: ctx.digest('delete'),
      deferredReason: deferral.reason,
      bounds: deferral.bounds.map(bound => bound.replace(/^\S+/, 'delete')),
      ...lossInPlan(loss),
    };
  }
  return onLiveVersion(ctx, {
    seen,
    read: () => readObject(ctx.cluster, ref, ctx.signal),
    compare: live => planOnLive(ctx, request, live),
  });
}

async function planOnLive(
  ctx: WriteContext,
  { ref, takeOver, before = [], untried, loss }: DeleteRequest,
  live: Live,
): Promise<Change> {
  const base = { object: ref, verb: 'delete', digest: ctx.digest('delete') };
  const absent: Change = {
    ...base,
    kind: 'noop',
    note: 'It does not exist',
  };
  if (!live) {
    return absent;
  }
  const known = {
    ...base,
    uid: live.metadata?.uid,
    live: maskObject(normalise(live), ctx),
  };
  if (live.metadata?.deletionTimestamp) {
    return { ...known, kind: 'noop', note: 'It is being deleted' };
  }
  let change: Change = { ...known, kind: 'delete' };
  try {
    const location = await locate(ctx.cluster, ref);
    const tried = untried
      ? { warnings: [] }
      : await sendDelete(ctx, location, live, { dryRun: true });
    if (!tried) {
      return absent;
    }
    if (tried.warnings.length > 0) {
      change = { ...change, warnings: tried.warnings };
    }
  } catch (error) {
    change = plannedDespite(ctx, change, error, before);
  }
  change = { ...change, ...lossInPlan(await loss(live)) };
  const owner = otherOwner(live, []);
  if (!owner) {
    return change;
  }
  return takeOver
    ? {
        ...change,
        takeOver: true,
        note: [owner, change.note].filter(Boolean).join('. '),
      }
    : { ...change, kind: 'conflict', conflictWith: owner };
}

/** As far as it can be told: by the object that is there, or by what it is made as before. */
async function lossOfDeferred(
  ctx: WriteContext,
  { ref, loss }: DeleteRequest,
  { by, isObject }: Deferral,
): Promise<Loss> {
  if (!isObject) {
    return {};
  }
  const live = await readObject(ctx.cluster, ref, ctx.signal);
  const known = live ?? (by.desired as KubernetesObject | undefined);
  return known ? loss(known) : {};
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
    loss: async live => (live ? request.loss(live) : {}),
    digest: ctx.digest('delete'),
    replan: (live, earlier) =>
      planDelete(ctx, { ...request, untried: true }, earlier, live),
    happened: (now, prior) =>
      !now ||
      now.metadata?.uid !== prior?.metadata?.uid ||
      Boolean(now.metadata?.deletionTimestamp),
    follows: (now, records) => now === null && isCollected(ctx, ref, records),
    async send(now) {
      await sendDelete(ctx, await locate(ctx.cluster, ref), now!);
      return null;
    },
  };
}

/**
 * Whether the garbage collector took an object whose deletion was approved:
 * this step deleted every owner that the plan saw, or was about to when it was
 * interrupted.
 */
function isCollected(
  ctx: RunContext<unknown>,
  ref: ObjectRef,
  records: readonly JournalRecord[],
): boolean {
  const approved = approvedChangeOf(ctx, ref);
  const live = approved?.live as KubernetesObject | undefined;
  const owners = (live?.metadata?.ownerReferences ?? []) as { uid: string }[];
  const deleted = records
    .filter(({ state, after }) => state !== 'failed' && !after)
    .map(({ prior }) => prior?.metadata?.uid);
  return (
    approved?.kind === 'delete' &&
    owners.length > 0 &&
    owners.every(({ uid }) => deleted.includes(uid))
  );
}
