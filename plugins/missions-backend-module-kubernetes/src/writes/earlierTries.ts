import {
  type PlannedChange,
  sameObject,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { isRealChange } from '../journal';
import { normalise } from '../objects';
import { approvedChangeOf } from './approved';
import { differingPaths, touchedPaths } from './drift';
import type { GuardedWrite, Live, WriteResult } from './guardedWrite';

/** Whether this step wrote the object before, or need not any more, and it still is so. */
export function isWritten(
  ctx: Pick<RunContext<unknown>, 'approved'>,
  write: GuardedWrite,
  records: readonly JournalRecord[],
  live: Live,
): boolean {
  const own = recordsOf(records, write);
  return (
    own.some(
      ({ state, prior }) => state === 'intent' && write.happened(live, prior),
    ) ||
    isDone(ctx, write, own, live) ||
    Boolean(write.follows?.(live, records))
  );
}

/** Settles in the journal what an earlier try of this step left; undefined: nothing, go on. */
export async function settleEarlier(
  ctx: RunContext<unknown>,
  write: GuardedWrite,
  live: Live,
): Promise<WriteResult | undefined> {
  const records = await ctx.journal.records();
  const own = recordsOf(records, write);
  for (const record of own.filter(entry => entry.state === 'intent')) {
    if (write.happened(live, record.prior)) {
      const after = live?.metadata?.deletionTimestamp ? null : live;
      await ctx.journal.complete(record.seq, after);
      ctx.log.info(
        `${nameOfObject(write.ref)} was written before the interruption`,
      );
      return { object: after, outcome: 'repeated' };
    }
    await ctx.journal.complete(record.seq, record.prior);
  }
  return isDone(ctx, write, own, live) || write.follows?.(live, records)
    ? { object: live, outcome: 'repeated' }
    : undefined;
}

function recordsOf(
  records: readonly JournalRecord[],
  { ref, verb }: GuardedWrite,
): JournalRecord[] {
  return records.filter(
    record => record.verb === verb && sameObject(record.object, ref),
  );
}

function isDone(
  ctx: Pick<RunContext<unknown>, 'approved'>,
  { ref }: GuardedWrite,
  own: readonly JournalRecord[],
  live: Live,
): boolean {
  const done = own.findLast(isRealChange);
  return (
    done !== undefined && sameAsAfter(done, live, approvedChangeOf(ctx, ref))
  );
}

function sameAsAfter(
  record: JournalRecord,
  live: Live,
  approved: PlannedChange | undefined,
): boolean {
  const after = record.after ?? null;
  if (!after || !live) {
    return after === live || isGoing(record, live);
  }
  if (after.metadata?.uid !== live.metadata?.uid) {
    return false;
  }
  const touched = touchedPaths(approved ?? { desired: after });
  return (
    differingPaths(normalise(after), normalise(live), touched).length === 0
  );
}

/** A deletion that was accepted and is not over: a finalizer may hold it. */
function isGoing({ prior }: JournalRecord, live: Live): boolean {
  return (
    live?.metadata?.deletionTimestamp !== undefined &&
    live.metadata.uid === prior?.metadata?.uid
  );
}
