import {
  isTerminal,
  MissionError,
  type ObjectRef,
  sameObject,
  type UndoRequest,
} from '@mission-control/plugin-missions-common';
import {
  readJournal,
  readTargets,
  type JournalRow,
  type RunRecord,
  type Store,
  type TargetRecord,
} from '../../store';

/** Objects of a message before it says how many more there are. */
const MAX_NAMED = 10;

/**
 * The targets that an undo is about: those that were asked for, or all that
 * changed something. Throws NOT_FOUND for a target that the run has not,
 * INPUT_INVALID for an empty list of targets and for an object in
 * `overwriteDrift` or `keepDrift` that the run did not change there, or that is
 * in both, and UNDO_REFUSED with what stands in the way.
 */
export async function chooseUndo(options: {
  store: Store;
  original: RunRecord;
  request: UndoRequest;
}): Promise<TargetRecord[]> {
  const { store, original, request } = options;
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
  const active = chosen.find(target => !isTerminal(target.state));
  if (active) {
    throw new MissionError(
      'UNDO_REFUSED',
      `Target '${active.targetId}' of run ${original.id} is ${active.state}; it can be taken back after its end`,
      { remedy: 'Wait for its end, or cancel the run first.' },
    );
  }
  const among = (entries: readonly JournalRow[]) =>
    entries.filter(entry =>
      (wanted ? chosen : targets).some(
        target => target.targetId === entry.targetId,
      ),
    );
  mustBeUndoable(original, among(left), among(journal));
  mustBeJournalled(original, among(left), request);
  return chosen;
}

function isLeft(entry: JournalRow): boolean {
  return entry.state === 'intent' || entry.state === 'done';
}

function mustBeUndoable(
  original: RunRecord,
  left: readonly JournalRow[],
  all: readonly JournalRow[],
): void {
  if (left.length === 0) {
    const undoneBy = all.findLast(entry => entry.undoneBy)?.undoneBy;
    throw undoneBy
      ? new MissionError(
          'UNDO_REFUSED',
          `Run ${original.id} was taken back already, by run ${undoneBy}`,
          {
            remedy: `Open run ${undoneBy}; to have the changes again, take that one back.`,
            details: { nothingLeft: true, undoneBy },
          },
        )
      : new MissionError(
          'UNDO_REFUSED',
          `Run ${original.id} changed nothing, so there is nothing to take back`,
          {
            remedy: 'Nothing has to be done: its journal is empty.',
            details: { nothingLeft: true },
          },
        );
  }
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

function mustBeJournalled(
  original: RunRecord,
  left: readonly JournalRow[],
  { overwriteDrift = [], keepDrift = [] }: UndoRequest,
): void {
  const changed = left.map(entry => entry.object);
  for (const [field, objects] of Object.entries({
    overwriteDrift,
    keepDrift,
  })) {
    objects.forEach((object, index) => {
      if (!changed.some(other => sameObject(other, object))) {
        throw new MissionError(
          'INPUT_INVALID',
          `${field}[${index}]: run ${original.id} did not change ${nameOf(
            object,
          )}, so there is nothing to choose about it`,
          {
            remedy: `Name objects of the run's journal: ${naming(changed)}.`,
            object,
          },
        );
      }
    });
  }
  const both = keepDrift.find(object =>
    overwriteDrift.some(other => sameObject(other, object)),
  );
  if (both) {
    throw new MissionError(
      'INPUT_INVALID',
      `${nameOf(both)} is in overwriteDrift and in keepDrift`,
      { remedy: 'Name each object in one of them.', object: both },
    );
  }
}

function nameOf({ apiVersion, kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name} (${apiVersion})`;
}

function naming(objects: readonly ObjectRef[]): string {
  const names = [...new Set(objects.map(nameOf))];
  const more = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}
