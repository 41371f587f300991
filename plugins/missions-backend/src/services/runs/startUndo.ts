import {
  contentHash,
  isTerminal,
  MissionError,
  type UndoRequest,
} from '@mission-control/plugin-missions-common';
import {
  createRun,
  readJournal,
  readRun,
  readTargets,
  type NewRun,
  type RunRecord,
  type Store,
} from '../../store';
import { openRunSecrets } from '../../store/operations/secrets';

/**
 * Starts the run that takes a run back, on all targets that changed something
 * or on the given ones. Throws NOT_FOUND and UNDO_REFUSED: nothing was
 * changed, what was changed is irreversible, the time is over, a target still
 * goes on, or it is being taken back already.
 */
export async function startUndo(options: {
  store: Store;
  runId: string;
  request: UndoRequest;
  initiator: string;
  idempotencyKey?: string;
  parent?: NewRun['parent'];
}): Promise<RunRecord> {
  const { store, runId, request, initiator, idempotencyKey, parent } = options;
  const original = await readRun({ tx: store.db, runId });
  if (!original) {
    throw new MissionError('NOT_FOUND', `There is no run '${runId}'`);
  }
  const key = idempotencyKey && `undo:${runId}:${idempotencyKey}`;
  const repeated =
    key &&
    (await store
      .db('runs')
      .where({ initiator, idempotency_key: key })
      .first('id'));
  if (repeated) {
    return (await readRun({ tx: store.db, runId: repeated.id }))!;
  }
  const now = await store.now();
  if (original.undoUntil && new Date(original.undoUntil) < now) {
    throw refused(
      `Run ${runId} could be taken back until ${original.undoUntil}; its journal is not kept longer`,
    );
  }
  const chosen = await chooseTargets(store, original, request.targets);
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
      title: `Undo: ${original.title}`.slice(0, 200),
      initiator,
      trigger: { kind: 'undo', parentRunId: runId },
      parameters: original.parameters,
      secrets,
      reason: request.reason,
      demo: original.demo,
      undoOf: runId,
      undo: {
        targets: chosen.map(target => target.targetId),
        overwriteDrift: request.overwriteDrift ?? [],
      },
      parent,
      entityRef: original.entityRef,
      idempotencyKey: key,
      requestHash: key && contentHash(request),
      targets: chosen
        .filter(target => target.clusterRef)
        .map(target => ({ cluster: target.clusterRef!, role: target.role })),
    },
  });
  return run;
}

async function chooseTargets(
  store: Store,
  original: RunRecord,
  wanted: readonly string[] | undefined,
) {
  const tx = store.db;
  const targets = await readTargets({ tx, runIds: [original.id] });
  const journal = (await readJournal({ tx, runId: original.id })).filter(
    entry => entry.state === 'intent' || entry.state === 'done',
  );
  const unknown = wanted?.find(
    id => !targets.some(target => target.targetId === id),
  );
  if (unknown !== undefined) {
    throw new MissionError(
      'NOT_FOUND',
      `Run ${original.id} has no target '${unknown}'`,
    );
  }
  const chosen = targets.filter(({ targetId }) =>
    wanted?.length
      ? wanted.includes(targetId)
      : journal.some(entry => entry.targetId === targetId),
  );
  const active = chosen.find(target => !isTerminal(target.state));
  if (active) {
    throw refused(
      `Target '${active.targetId}' of run ${original.id} is ${active.state}; it can be taken back after its end`,
    );
  }
  const mine = journal.filter(entry =>
    chosen.some(target => target.targetId === entry.targetId),
  );
  if (mine.length === 0) {
    throw refused(
      `Run ${original.id} changed nothing that is still to be taken back`,
    );
  }
  if (mine.every(entry => entry.irreversible)) {
    throw refused(
      `What run ${original.id} changed is irreversible: ${mine[0].irreversible}`,
    );
  }
  return chosen;
}

function refused(message: string): MissionError {
  return new MissionError('UNDO_REFUSED', message);
}
