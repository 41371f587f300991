import {
  closableStates,
  isTerminal,
  MissionError,
  type UndoRequest,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import {
  readJournal,
  readTargets,
  type JournalRow,
  type RunRecord,
  type Store,
  type TargetRecord,
} from '../../store';
import {
  isStanding,
  lastChain,
  readUndoChains,
  type UndoChain,
} from '../../store/operations/readUndoChains';
import { chooseDrift, naming, type DriftChosen } from './chooseDrift';

/** What an undo is about, and what was chosen about drift, each for its target. */
export interface UndoChosen extends DriftChosen {
  chosen: TargetRecord[];
  /** Those of them that wait for a decision, which the undo is. */
  closes: string[];
}

/**
 * The targets that an undo is about: those that were asked for, or all that
 * changed something. Throws NOT_FOUND for a target that the run has not,
 * INPUT_INVALID for an empty list of targets and for a choice about drift that
 * does not fit, and UNDO_REFUSED with what stands in the way.
 */
export async function chooseUndo(options: {
  store: Store;
  original: RunRecord;
  request: UndoRequest;
  /** Who asks may decide about targets; those that wait for it are closed. */
  mayDecide: boolean;
}): Promise<UndoChosen> {
  const { store, original, request, mayDecide } = options;
  const wanted = request.targets;
  if (wanted?.length === 0) {
    throw new MissionError(
      'INPUT_INVALID',
      'targets: the list is empty, so there is nothing to take back',
      {
        remedy:
          'Name the targets to take back, or leave targets out to take back all.',
      },
    );
  }
  const tx = store.db;
  const targets = await readTargets({ tx, runIds: [original.id] });
  const unknown = wanted?.find(
    id => !targets.some(target => target.targetId === id),
  );
  if (unknown !== undefined) {
    throw new MissionError(
      'NOT_FOUND',
      `Run ${original.id} has no target '${unknown}'`,
      {
        remedy: `Name one of its targets: ${targets
          .map(target => target.targetId)
          .join(', ')}.`,
      },
    );
  }
  const journal = await readJournal({ tx, runId: original.id });
  const left = journal.filter(isLeft);
  const chosen = targets.filter(({ targetId }) =>
    wanted
      ? wanted.includes(targetId)
      : left.some(entry => entry.targetId === targetId),
  );
  const open = chosen.filter(target => !isTerminal(target.state));
  const closes = open.filter(target => closableStates.includes(target.state));
  const active =
    open.find(target => !closes.includes(target)) ??
    (wanted && mayDecide ? undefined : closes[0]);
  if (active) {
    throw new MissionError(
      'UNDO_REFUSED',
      `Target '${active.targetId}' of run ${original.id} ${
        runStateWords[active.state]
      }; it can be taken back after its end`,
      {
        remedy: closes.includes(active)
          ? 'Decide about it first, or name it in targets with the right to decide: that closes it and takes it back.'
          : 'Wait for its end, or cancel the run first.',
      },
    );
  }
  const among = (entries: readonly JournalRow[]) =>
    entries.filter(entry =>
      (wanted ? chosen : targets).some(
        target => target.targetId === entry.targetId,
      ),
    );
  const stillLeft = among(left);
  if (stillLeft.length === 0) {
    throw await nothingLeft(tx, original.id, among(journal));
  }
  mustBeReversible(original, stillLeft);
  return {
    chosen,
    closes: closes.map(({ targetId }) => targetId),
    ...chooseDrift({
      runId: original.id,
      targets: chosen.map(({ targetId }) => targetId),
      changed: stillLeft,
      request,
    }),
  };
}

function isLeft(entry: JournalRow): boolean {
  return entry.state === 'intent' || entry.state === 'done';
}

/** Says which run to open, when what was done was taken back, or was restored since. */
async function nothingLeft(
  tx: Knex,
  runId: string,
  journal: readonly JournalRow[],
): Promise<MissionError> {
  const undone = journal.flatMap(({ targetId, undoneBy }) =>
    undoneBy ? [{ targetId, undoneBy }] : [],
  );
  const chains = await readUndoChains({
    tx,
    runIds: [...new Set(undone.map(({ undoneBy }) => undoneBy))],
  });
  const ends = undone.map(({ targetId, undoneBy }): UndoChain => {
    const later = lastChain(chains.get(undoneBy), targetId)?.undos ?? [];
    return { targetId, undos: [undoneBy, ...later] };
  });
  const restored = ends.filter(end => !isStanding(end));
  const { undos } = restored.at(-1) ?? ends.at(-1) ?? {};
  if (!undos) {
    return new MissionError(
      'UNDO_REFUSED',
      `Run ${runId} changed nothing, so there is nothing to take back`,
      {
        remedy: 'Nothing has to be done: its journal is empty.',
        details: { nothingLeft: true },
      },
    );
  }
  const last = undos.at(-1);
  if (restored.length === 0) {
    return new MissionError(
      'UNDO_REFUSED',
      `Run ${runId} was taken back already, by run ${last}`,
      {
        remedy: `Open run ${last}; to have the changes again, take that one back.`,
        details: { nothingLeft: true, undoneBy: last },
      },
    );
  }
  const again = new Set(
    restored.filter(end => end.undos.at(-1) === last).map(end => end.targetId),
  );
  const where = ends.every(end => again.has(end.targetId))
    ? ''
    : ` on ${[...again].join(', ')}`;
  return new MissionError(
    'UNDO_REFUSED',
    `Run ${runId} was taken back by run ${undos[0]}, and its changes${where} are there again by run ${last}`,
    {
      remedy: `Open run ${last}; to take the changes back again, take that one back.`,
      details: { restoredBy: last },
    },
  );
}

function mustBeReversible(
  original: RunRecord,
  left: readonly JournalRow[],
): void {
  if (left.every(entry => entry.irreversible)) {
    throw new MissionError(
      'UNDO_REFUSED',
      `What run ${original.id} changed is irreversible: ${left[0].irreversible}`,
      {
        remedy: `Repair it by hand or by another mission; it is about ${naming(
          left.map(entry => entry.object),
        )}.`,
      },
    );
  }
}
