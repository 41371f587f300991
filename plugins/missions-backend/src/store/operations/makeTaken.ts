import type { MissionSpec } from '@mission-control/plugin-missions-common';
import {
  BirthRefused,
  type KnownChange,
  type KnownRun,
} from '../change/LiveRun';
import { RunRows } from '../change/RunRows';
import { newId } from '../newId';
import { toRun, toTarget } from '../rows';
import { RunChange } from '../RunChange';
import type { Taking } from '../RunTaker';
import type { Store } from '../Store';
import type { RunRecord, TargetRecord } from '../types';
import { createdEvent, type NewRun } from '../NewRun';
import { newRunKey, newRunRow, newTargetRows } from './newRows';
import { readRun } from './readRun';

/** The first claim of a target. */
const FIRST_FENCE = 1;

/** What a database says of a row that is there already. */
const TAKEN_KEY = /^(23505|SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY))$/;

/** Whether a run may be taken by who makes it: nothing but its own rows has a say in it. */
export function mayBeTaken(
  { rules }: Store,
  run: NewRun,
  spec: MissionSpec,
): boolean {
  const { undoOf, parent, orbitId, targets } = run;
  const [target] = targets;
  return (
    !undoOf &&
    !parent &&
    !orbitId &&
    targets.length <= 1 &&
    target?.role === undefined &&
    spec.overlap !== 'refuse' &&
    (target === undefined ||
      rules.clusterLimit?.(target.cluster.name) === undefined)
  );
}

/**
 * Makes a run whose only target is taken from its first moment: what the worker
 * does at once, without waiting for anything, is in the same commit. Undefined,
 * and nothing made, when there is a run of the same key, or the schema is newer
 * than this engine. Rejects with the database's error.
 */
export async function makeTaken(options: {
  store: Store;
  run: NewRun;
  spec: MissionSpec;
  taking: Taking;
}): Promise<RunRecord | undefined> {
  const { store, run, taking } = options;
  const { db } = store;
  const { record, target, known, change, key } = await make(options);
  const live = store.live.hold(record.id);
  const born = live.begin(known, change);
  const driven = taking.take({
    run: record,
    target,
    secrets: run.secrets ?? {},
    key,
  });
  try {
    return toRun(await born);
  } catch (error) {
    const { code } = error as { code?: unknown };
    const isThere = TAKEN_KEY.test(String(code));
    // A commit whose answer was lost is sent again, and finds itself.
    const kept = isThere && (await readRun({ tx: db, runId: record.id }));
    if (kept) {
      return kept;
    }
    driven.lose();
    if (isThere || error instanceof BirthRefused) {
      return undefined;
    }
    throw error;
  } finally {
    store.live.release(record.id);
  }
}

interface Made {
  readonly record: RunRecord;
  readonly target: TargetRecord;
  readonly key?: string;
  readonly known: KnownRun;
  readonly change: KnownChange;
}

/** All rows of the run, the lease of its target among them. */
async function make({
  store,
  run,
  spec,
  taking,
}: Parameters<typeof makeTaken>[0]): Promise<Made> {
  const { db, dialect, sealer } = store;
  const at = await store.countedNow();
  const id = newId(at);
  const key = newRunKey(sealer);
  const now = at.toISOString();
  const making = { id, now, run, key };
  const row = newRunRow(sealer, making);
  const [queued] = newTargetRows(making, spec);
  const targetRow = {
    ...queued,
    wake_at: null,
    lease_owner: taking.owner,
    lease_until: new Date(at.getTime() + taking.leaseMs).toISOString(),
    fence: FIRST_FENCE,
  };
  const rows = RunRows.ofNew(id, db, [targetRow]);
  const record = toRun(row);
  const target = toTarget(targetRow as never);
  const change = RunChange.over({
    reader: db,
    dialect,
    run: record,
    rows,
    now,
    holds: target.targetId,
  });
  change.insert('runs', row);
  change.insert('run_targets', targetRow);
  change.emit(createdEvent(run));
  const events = await change.finish(record.state);
  const { targetId } = target;
  return {
    record,
    target,
    key,
    known: { revision: 0, row, rows },
    change: {
      lease: { runId: id, targetId, owner: taking.owner, fence: FIRST_FENCE },
      writes: change.writes,
      columns: change.patch,
      events,
      wake: false,
      logged: [],
    },
  };
}
