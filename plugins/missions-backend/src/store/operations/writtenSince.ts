import {
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { toJournal } from '../rows';
import type { JournalRow } from '../types';

const OPEN = ['intent', 'done'];

/** A step, and an object that it wrote. */
export interface ObjectOfStep {
  readonly tx: Knex | Knex.Transaction;
  readonly runId: string;
  readonly targetId: string;
  readonly stepId: string;
  readonly object: ObjectRef;
}

/**
 * The last other run that wrote an object on the same cluster after a step
 * first meant to, as the journal says; undefined: none that is known. The run's
 * undo, the undo of that, and so on, are no other run.
 *
 * @remarks A write that was never confirmed counts: it may have happened. What
 * was taken back does not count, and neither does what took it back. A target
 * that had ended before is not looked into, which keeps the search short.
 */
export async function writtenSince(
  asked: ObjectOfStep,
): Promise<string | undefined> {
  const { tx, runId, object } = asked;
  const own = await readOwn(asked);
  if (!own) {
    return undefined;
  }
  const rows = await tx('run_targets as target')
    .join('run_journal as entry', join =>
      join
        .on('entry.run_id', 'target.run_id')
        .andOn('entry.target_id', 'target.target_id'),
    )
    .where({ 'target.cluster': own.cluster })
    .where(query =>
      query
        .whereNull('target.finished_at')
        .orWhere('target.finished_at', '>=', own.since),
    )
    .whereNotIn('target.run_id', await readUndoFamily(tx, runId))
    .whereIn('entry.state', [...OPEN, 'undone'])
    .where('entry.object_json', 'like', `%${JSON.stringify(object.name)}%`)
    .orderBy(['entry.at', 'entry.run_id', 'entry.seq'])
    .select('entry.*');
  const records = rows
    .map(toJournal)
    .filter(record => sameObject(record.object, object));
  return lastStanding(await onlyLate(tx, records, own.since));
}

/** Where the step wrote the object, and when it first meant to. */
async function readOwn({
  tx,
  runId,
  targetId,
  stepId,
  object,
}: ObjectOfStep): Promise<{ cluster: string; since: string } | undefined> {
  const place = { run_id: runId, target_id: targetId };
  const target = await tx('run_targets').where(place).first('cluster');
  const rows = await tx('run_journal')
    .where({ ...place, step_id: stepId })
    .whereIn('state', OPEN)
    .orderBy('seq');
  const first = rows
    .map(toJournal)
    .find(record => sameObject(record.object, object));
  return target?.cluster && first
    ? { cluster: target.cluster, since: first.at }
    : undefined;
}

/** A run with what it takes back, its undos, their undos, and so on. */
async function readUndoFamily(
  tx: Knex | Knex.Transaction,
  runId: string,
): Promise<string[]> {
  let root = runId;
  for (let above: string | undefined = runId; above; ) {
    root = above;
    const run: { undo_of: string | null } | undefined = await tx('runs')
      .where({ id: root })
      .first('undo_of');
    above = run?.undo_of ?? undefined;
  }
  const family: string[] = [];
  for (let next = [root]; next.length > 0; ) {
    family.push(...next);
    next = await tx('runs').whereIn('undo_of', next).pluck('id');
  }
  return family;
}

/**
 * Those whose write may have come after a time: begun since, confirmed since,
 * or never confirmed.
 */
async function onlyLate(
  tx: Knex | Knex.Transaction,
  records: readonly JournalRow[],
  since: string,
): Promise<JournalRow[]> {
  const isEarly = ({ at, state }: JournalRow) =>
    at < since && state !== 'intent';
  const early = records.filter(isEarly);
  const confirmed: { run_id: string; target_id: string; data_json: string }[] =
    early.length > 0
      ? await tx('run_events')
          .whereIn(
            'run_id',
            early.map(({ runId }) => runId),
          )
          .where({ type: 'journal.done' })
          .where('at', '>=', since)
          .select('run_id', 'target_id', 'data_json')
      : [];
  return records.filter(
    record =>
      !isEarly(record) ||
      confirmed.some(
        ({ run_id: runId, target_id: targetId, data_json: data }) =>
          runId === record.runId &&
          targetId === record.targetId &&
          JSON.parse(data).seq === record.seq,
      ),
  );
}

/**
 * The run of the last record that stands. A run and its undo are as if both had
 * never been; the undo of that undo then stands for the run.
 */
function lastStanding(records: readonly JournalRow[]): string | undefined {
  const evened = new Set<string>();
  for (const { runId, undoneBy } of records) {
    if (undoneBy && !evened.has(runId)) {
      evened.add(undoneBy);
    }
  }
  return records.findLast(
    ({ runId, state }) => OPEN.includes(state) && !evened.has(runId),
  )?.runId;
}
