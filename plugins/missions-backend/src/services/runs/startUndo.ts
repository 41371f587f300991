import {
  contentHash,
  MissionError,
  type UndoRequest,
} from '@mission-control/plugin-missions-common';
import { undoName } from '../../engine';
import {
  createRun,
  readRun,
  type ChildAuthority,
  type NewRun,
  type RunRecord,
  type RunStarter,
  type Store,
} from '../../store';
import { openRunSecrets } from '../../store/operations/secrets';
import { chooseUndo } from './chooseUndo';
import { maskWords } from './maskWords';

/**
 * Starts the run that takes a run back, on all targets that changed something
 * or on the given ones. The same key with the same request gives the run that
 * it started. Named targets that wait for a decision are closed with it, by who
 * may decide. Throws NOT_FOUND, INPUT_INVALID, IDEMPOTENCY_CONFLICT for the
 * same key with another request, and UNDO_REFUSED: nothing was changed, what
 * was changed is irreversible, the time is over, a target still goes on, or it
 * is being taken back already.
 */
export async function startUndo(options: {
  store: Store;
  runId: string;
  request: UndoRequest;
  initiator: string;
  /** As whom it acts: who takes back, not who started. */
  starter?: RunStarter;
  idempotencyKey?: string;
  parent?: NewRun['parent'];
  /** What its steps may reach: the rights were asked. Absent: nothing. */
  childAuthority?: ChildAuthority;
  /** The right to decide about targets was asked. */
  mayDecide?: boolean;
}): Promise<RunRecord> {
  const { store, runId, request, initiator, idempotencyKey, parent } = options;
  const original = await readRun({ tx: store.db, runId });
  if (!original) {
    throw new MissionError('NOT_FOUND', `There is no run '${runId}'`);
  }
  const key = idempotencyKey && `undo:${runId}:${idempotencyKey}`;
  const reason = await maskWords({ store, runId, text: request.reason });
  const requestHash = contentHash({ ...request, ...(reason && { reason }) });
  const repeated =
    key && (await repeatedUndo({ store, initiator, key, requestHash }));
  if (repeated) {
    return repeated;
  }
  const now = await store.now();
  if (original.undoUntil && new Date(original.undoUntil) < now) {
    throw new MissionError(
      'UNDO_REFUSED',
      `Run ${runId} could be taken back until ${original.undoUntil}; that time is over`,
      {
        remedy:
          'Repair it by hand or by another mission; missions.undo.retention says how long runs can be taken back.',
      },
    );
  }
  const { chosen, closes, overwriteDrift, keepDrift } = await chooseUndo({
    store,
    original,
    request,
    mayDecide: options.mayDecide ?? false,
  });
  const { secrets } = await openRunSecrets({
    tx: store.db,
    sealer: store.sealer,
    runId,
  });
  const { run } = await createRun({
    store,
    run: {
      missionRef: original.missionRef,
      missionVersion: original.missionVersion,
      type: original.type,
      title: undoName(original.title).slice(0, 200),
      initiator,
      starter: options.starter,
      trigger: { kind: 'undo', parentRunId: runId },
      parameters: original.parameters,
      secrets,
      reason,
      demo: original.demo,
      undoOf: runId,
      undo: {
        targets: chosen.map(target => target.targetId),
        named: request.targets !== undefined,
        overwriteDrift,
        keepDrift,
      },
      closes,
      parent,
      childAuthority: options.childAuthority,
      entityRef: original.entityRef,
      idempotencyKey: key,
      requestHash,
      targets: chosen
        .filter(target => target.clusterRef)
        .map(target => ({ cluster: target.clusterRef!, role: target.role })),
    },
  });
  return run;
}

async function repeatedUndo(options: {
  store: Store;
  initiator: string;
  key: string;
  requestHash: string;
}): Promise<RunRecord | undefined> {
  const { store, initiator, key, requestHash } = options;
  const row = await store
    .db('runs')
    .where({ initiator, idempotency_key: key })
    .first('id', 'request_hash');
  if (row && row.request_hash !== requestHash) {
    throw new MissionError(
      'IDEMPOTENCY_CONFLICT',
      `This Idempotency-Key started the undo run ${row.id} with a different request`,
    );
  }
  return row && readRun({ tx: store.db, runId: row.id });
}
