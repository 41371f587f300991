import {
  MissionError,
  runStateWords,
  terminalStates,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { newId } from '../newId';
import { createdEvent, type NewRun } from '../NewRun';
import { RunChange } from '../RunChange';
import { toRun } from '../rows';
import { closeUndone } from './closeUndone';
import { guardUndo, type RunEvents } from './guardUndo';
import { holdLock } from './holdLock';
import { makeTaken, mayBeTaken } from './makeTaken';
import { newRunKey, newRunRow, newTargetRows } from './newRows';
import { readActiveRuns } from './readActiveRuns';
import { readLook } from './readLook';
import { sameParameters } from './sameParameters';
import type { Store } from '../Store';
import type { RunRecord } from '../types';

/**
 * Inserts a run with its targets and first event. The same initiator and
 * idempotency key give the run that is there already, with `created: false`.
 * Throws CONFLICT (not alone), IDEMPOTENCY_CONFLICT, NOT_FOUND (mission version), RUN_OVERLAPS, SECRET_KEY_MISSING,
 * STATE_REFUSED (a target that it closes goes on by now, or its parent starts nothing more), UNDO_REFUSED.
 */
export async function createRun(options: {
  store: Store;
  run: NewRun;
}): Promise<{ run: RunRecord; created: boolean }> {
  const { store, run } = options;
  const { spec } = await store.versions.get(
    store.db,
    run.missionRef,
    run.missionVersion,
  );
  const taking = mayBeTaken(store, run, spec) ? store.offer() : undefined;
  const taken = taking && (await makeTaken({ store, run, spec, taking }));
  if (taken) {
    return { run: taken, created: true };
  }
  let others: RunEvents[] = [];
  // Not by store.transaction: RunChange.begin asks whether the schema fits.
  const done = await store.db.transaction(async tx => {
    if (run.parent) {
      const existing = await holdParent(store, tx, run.parent.runId, run);
      if (existing) {
        return { existing };
      }
    }
    if (run.undoOf) {
      const existing = await holdUndone(store, tx, run);
      if (existing) {
        return { existing };
      }
      const { undoOf, undo, initiator: by, closes = [], reason } = run;
      const ended = await guardUndo({ store, tx, undoOf, undo, by });
      others = [
        ...(ended ? [ended] : []),
        ...(await closeUndone({ store, tx, undoOf, closes, by, reason })),
      ];
    }
    if (run.alone && run.orbitId) {
      const existing = await holdOrbit(store, tx, run.orbitId, run);
      if (existing) {
        return { existing };
      }
    }
    const now = await store.now(tx);
    const id = newId(now);
    const key = newRunKey(store.sealer);
    const making = { id, now: now.toISOString(), run, key };
    const inserted = await tx('runs')
      .insert(newRunRow(store.sealer, making))
      .onConflict(['initiator', 'idempotency_key'])
      .ignore()
      .returning('id');
    if (inserted.length === 0) {
      return { existing: (await readExisting(store, tx, run))! };
    }
    await tx.batchInsert('run_targets', newTargetRows(making, spec), 50);
    if (spec.overlap === 'refuse' && !run.planOnly && !run.undoOf) {
      await refuseOverlap(tx, id, run);
    }
    const change = await RunChange.begin(tx, store.dialect, id);
    if (!change) {
      await store.schema.guard(tx);
      throw new Error(`Run ${id} is not there after it was inserted`);
    }
    change.emit(createdEvent(run));
    const events = await change.finish(change.run.state);
    return { record: { ...change.run, eventSeq: events.length }, events };
  });
  if (done.existing) {
    return { run: done.existing, created: false };
  }
  for (const { runId, events } of others) {
    store.published(runId, { events, wake: true, logged: [] });
  }
  const { record, events } = done;
  store.published(record.id, { events, wake: true, logged: [] });
  return { run: record, created: true };
}

/**
 * Before there is a plan, two runs of a mission are taken to change the same
 * objects of a cluster. Throws RUN_OVERLAPS.
 */
async function refuseOverlap(
  tx: Knex.Transaction,
  id: string,
  run: NewRun,
): Promise<void> {
  await holdLock({ tx, name: 'turns' });
  const other = await tx('run_targets as t')
    .join('runs as r', 'r.id', 't.run_id')
    .where({ 'r.mission_ref': run.missionRef, 'r.plan_only': false })
    .whereNot('r.id', id)
    .whereIn(
      't.cluster',
      run.targets.map(target => target.cluster.name),
    )
    .whereNotIn('t.state', [...terminalStates])
    .orderBy('r.id')
    .first('t.run_id', 't.cluster');
  if (other) {
    throw new MissionError(
      'RUN_OVERLAPS',
      `Run ${other.run_id} of this mission has not ended on ${other.cluster}`,
      { details: { runId: other.run_id, cluster: other.cluster } },
    );
  }
}

async function readExisting(
  { sealer }: Store,
  tx: Knex.Transaction,
  run: NewRun,
): Promise<RunRecord | undefined> {
  const { initiator, idempotencyKey = null } = run;
  const row =
    idempotencyKey !== null &&
    (await tx('runs')
      .where({ initiator, idempotency_key: idempotencyKey })
      .first());
  if (!row) {
    return undefined;
  }
  const existing = toRun(row);
  const values = { ...run.parameters, ...run.secrets };
  const same =
    row.request_hash === (run.requestHash ?? null) &&
    (await sameParameters({ tx, sealer, run: existing, values }));
  if (!same) {
    throw new MissionError(
      'IDEMPOTENCY_CONFLICT',
      `The Idempotency-Key '${run.idempotencyKey}' started run ${row.id} with a different request`,
    );
  }
  return existing;
}

/**
 * Holds the parent's row until its child is there: a cancellation either finds
 * the child, or comes first, and then no more of them begins. What was started
 * before is found as ever. Throws STATE_REFUSED.
 */
async function holdParent(
  store: Store,
  tx: Knex.Transaction,
  id: string,
  run: NewRun,
): Promise<RunRecord | undefined> {
  const [row] = await tx('runs').where({ id }).update({ id }).returning('*');
  const existing = await readExisting(store, tx, run);
  const parent = toRun(row);
  if (!existing && (parent.cancelRequested || parent.finishedAt)) {
    const what = parent.finishedAt
      ? runStateWords[parent.state]
      : 'is being cancelled';
    throw new MissionError(
      'STATE_REFUSED',
      `Run ${id} ${what}, so it starts no other run`,
    );
  }
  return existing;
}

/**
 * Holds the original's row, so that two undo runs cannot start at once. Of two
 * equal requests that came together, the later one gets the run of the first.
 */
async function holdUndone(
  store: Store,
  tx: Knex.Transaction,
  run: NewRun,
): Promise<RunRecord | undefined> {
  const id = run.undoOf;
  await tx('runs').where({ id }).update({ id });
  return readExisting(store, tx, run);
}

/** Holds the orbit's row, so that two runs cannot both be alone. Throws CONFLICT. */
async function holdOrbit(
  store: Store,
  tx: Knex.Transaction,
  orbitId: string,
  run: NewRun,
): Promise<RunRecord | undefined> {
  await tx('orbits').where({ id: orbitId }).update({ id: orbitId });
  const existing = await readExisting(store, tx, run);
  const active = existing
    ? undefined
    : (await readActiveRuns({ tx, orbitIds: [orbitId] })).get(orbitId);
  if (active) {
    throw new MissionError(
      'CONFLICT',
      `Run ${active.runId} of this orbit still goes on: it ${
        runStateWords[active.state]
      }`,
      {
        details: { runId: active.runId },
        remedy: `Open run ${active.runId}, and look again when it has ended.`,
      },
    );
  }
  await guardLook(tx, orbitId, run);
  return existing;
}

/** A look of the same key that came together with this one, and had to wait. */
async function guardLook(
  tx: Knex.Transaction,
  orbitId: string,
  { initiator, idempotencyKey }: NewRun,
): Promise<void> {
  const waiting =
    idempotencyKey === undefined
      ? undefined
      : await readLook({ tx, look: { by: initiator, key: idempotencyKey } });
  if (waiting) {
    throw new MissionError(
      'CONFLICT',
      `This look of orbit ${orbitId} waits already, as slot ${waiting.slotAt}`,
    );
  }
}
