import {
  MissionError,
  type ObjectRef,
  type PlannedChange,
} from '@mission-control/plugin-missions-common';
import {
  ReapprovalNeeded,
  type JournalRecord,
  type KubernetesObject,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { setTimeout as delay } from 'node:timers/promises';
import { isRealChange } from '../journal';
import {
  describeRef,
  maskObject,
  normalise,
  readObject,
  sameRef,
} from '../objects';
import type { Change } from './change';
import { boundOf } from './deferral';
import { differingPaths, driftOf, touchedPaths } from './drift';
import { assertWritable } from './problems';
import { isCertainRefusal, isPreconditionFailure } from './status';

const MAX_TRIES = 10;
const PAUSE_MS = 50;

/** One write, described so that it can be guarded, journalled and repeated. */
export interface GuardedWrite {
  readonly ref: ObjectRef;
  readonly verb: string;
  /** HMAC of what will be sent; must be the approved one. */
  readonly digest?: string;
  readonly irreversible?: string;
  /** A further reason to ask again right before the write. */
  refuse?(
    live: KubernetesObject | null,
    approved: PlannedChange,
  ): Promise<string | undefined>;
  /** Plans again from the live object. */
  replan(): Promise<Change>;
  /** Writes; null: the object is gone. */
  send(
    live: KubernetesObject | null,
    approved: PlannedChange,
  ): Promise<KubernetesObject | null>;
  /** Whether an unconfirmed write has happened. */
  happened(
    live: KubernetesObject | null,
    prior: KubernetesObject | null,
  ): boolean;
}

/** What a guarded write came to. */
export interface WriteResult {
  readonly object: KubernetesObject | null;
  readonly outcome: 'written' | 'repeated' | 'unchanged';
}

/**
 * Writes one object the way DESIGN §5 and §6 ask for: guards, comparison with
 * the approved plan, journal, write, journal.
 *
 * @remarks Safe to repeat after a crash at any point. An intent without
 * completion is resolved by looking whether the write is there; an intent that
 * did not happen is completed with its own prior state, which undo ignores.
 */
export async function executeWrite(
  ctx: RunContext<unknown>,
  write: GuardedWrite,
): Promise<WriteResult> {
  for (let attempt = 1; ; attempt++) {
    ctx.signal.throwIfAborted();
    assertWritable(ctx, write.ref, write.verb);
    const live = await readObject(ctx.cluster, write.ref, ctx.signal);
    const settled = await settleEarlier(ctx, write, live);
    if (settled) {
      return settled;
    }
    const approved = await approvedFor(ctx, write, live);
    if (approved.kind === 'noop') {
      return { object: live, outcome: 'unchanged' };
    }
    const seq = await ctx.journal.intend({
      verb: write.verb,
      object: write.ref,
      prior: live,
      ...(write.irreversible ? { irreversible: write.irreversible } : {}),
    });
    try {
      const after = await write.send(live, approved);
      await ctx.journal.complete(seq, after);
      return { object: after, outcome: 'written' };
    } catch (error) {
      if (isCertainRefusal(error)) {
        await ctx.journal.complete(seq, live);
      }
      if (!isPreconditionFailure(error) || attempt >= MAX_TRIES) {
        throw error;
      }
      ctx.log.debug(`${describeRef(write.ref)} moved meanwhile; looking again`);
      await delay(PAUSE_MS * attempt, undefined, { signal: ctx.signal });
    }
  }
}

/** What an earlier attempt of this step left; undefined: nothing, go on. */
async function settleEarlier(
  ctx: RunContext<unknown>,
  write: GuardedWrite,
  live: KubernetesObject | null,
): Promise<WriteResult | undefined> {
  const records = (await ctx.journal.records()).filter(
    record => record.verb === write.verb && sameRef(record.object, write.ref),
  );
  for (const record of records.filter(entry => entry.state === 'intent')) {
    if (write.happened(live, record.prior)) {
      const after = live?.metadata?.deletionTimestamp ? null : live;
      await ctx.journal.complete(record.seq, after);
      ctx.log.info(
        `${describeRef(write.ref)} was written before the interruption`,
      );
      return { object: after, outcome: 'repeated' };
    }
    await ctx.journal.complete(record.seq, record.prior);
  }
  const done = records.filter(isRealChange).pop();
  const approved = approvedChangeOf(ctx, write.ref);
  return done && sameAsAfter(done, live, approved)
    ? { object: live, outcome: 'repeated' }
    : undefined;
}

function sameAsAfter(
  record: JournalRecord,
  live: KubernetesObject | null,
  approved: PlannedChange | undefined,
): boolean {
  const after = record.after ?? null;
  if (!after || !live) {
    return after === live;
  }
  if (after.metadata?.uid !== live.metadata?.uid) {
    return false;
  }
  const touched = touchedPaths(approved ?? { desired: after });
  return (
    differingPaths(normalise(after), normalise(live), touched).length === 0
  );
}

/** The newest approved change of an object: a supplementary one comes last. */
function approvedChangeOf(
  ctx: RunContext<unknown>,
  ref: ObjectRef,
): PlannedChange | undefined {
  return [...ctx.approved]
    .reverse()
    .find(change => sameRef(change.object, ref));
}

/** The change that may be made now, or ReapprovalNeeded. */
async function approvedFor(
  ctx: RunContext<unknown>,
  write: GuardedWrite,
  live: KubernetesObject | null,
): Promise<PlannedChange> {
  const approved = approvedChangeOf(ctx, write.ref);
  const ask = async (reason: 'drift' | 'supplementary', message: string) => {
    const change = await write.replan();
    return new ReapprovalNeeded({
      reason,
      message,
      changes: [{ ...change, stepId: ctx.stepId }],
    });
  };
  if (!approved) {
    throw await ask(
      'supplementary',
      `The approved plan has no change of ${describeRef(write.ref)}`,
    );
  }
  if (write.digest && approved.digest !== write.digest) {
    throw await ask(
      'supplementary',
      `${describeRef(write.ref)} is no longer what the approved plan showed`,
    );
  }
  if (approved.kind === 'conflict') {
    throw new MissionError(
      'PLAN_CONFLICT',
      `${describeRef(write.ref)} belongs to ${approved.conflictWith}`,
      { object: write.ref },
    );
  }
  if (approved.kind === 'deferred') {
    return resolveDeferred(ctx, write, approved);
  }
  const drift =
    driftOf(approved, live, ctx) ?? (await write.refuse?.(live, approved));
  if (drift) {
    throw await ask('drift', drift);
  }
  return approved;
}

/** A deferred change may be made when it is inside its bounds and as shown. */
async function resolveDeferred(
  ctx: RunContext<unknown>,
  write: GuardedWrite,
  approved: PlannedChange,
): Promise<PlannedChange> {
  const change = { ...(await write.replan()), stepId: ctx.stepId };
  const inside =
    change.kind === 'noop' ||
    (approved.bounds ?? []).includes(boundOf(change.kind, write.ref));
  const asShown =
    approved.digest !== undefined && approved.digest === change.digest;
  if (inside && asShown && !change.conflictWith && !change.takeOver) {
    return change;
  }
  throw new ReapprovalNeeded({
    reason: 'supplementary',
    message: `${describeRef(write.ref)} was deferred and is now ${
      inside ? 'other than shown' : `a ${change.kind}, outside its bounds`
    }`,
    changes: [change],
  });
}

/** Stores what was read back after a write as evidence of the step. */
export async function proveWrite(
  ctx: RunContext<unknown>,
  ref: ObjectRef,
): Promise<KubernetesObject | null> {
  const live = await readObject(ctx.cluster, ref, ctx.signal);
  ctx.evidence({
    asked: `GET ${describeRef(ref)}`,
    answered: live
      ? {
          uid: live.metadata?.uid,
          resourceVersion: live.metadata?.resourceVersion,
          object: maskObject(normalise(live), ctx),
        }
      : 'not found',
    object: ref,
  });
  return live;
}
