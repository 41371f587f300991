import {
  type MissionSpec,
  sameObject,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  UndoKitLeft,
  UndoKitPart,
  UndoKitWriter,
} from '@mission-control/plugin-missions-node';
import type { Registry } from '../../registry';
import {
  openJournal,
  readSteps,
  type RunRecord,
  type StepRecord,
  type Store,
  type TargetRecord,
} from '../../store';

/** What a kit holds of one target. */
export interface KitTarget {
  readonly id: string;
  /** By the folder below that of the target. */
  readonly parts: ReadonlyMap<string, UndoKitPart>;
  /** What no writer could take, beside what the parts leave. */
  readonly left: readonly UndoKitLeft[];
}

/**
 * Opens the journal of a target and lets the writers of its actions make their
 * parts of the kit. What cannot be opened, or is of an action without a writer,
 * is left, with the reason.
 */
export async function gatherKit(options: {
  store: Store;
  registry: Registry;
  run: RunRecord;
  spec: MissionSpec;
  target: TargetRecord;
}): Promise<KitTarget> {
  const { store, registry, run, spec, target } = options;
  const { targetId, clusterUid } = target;
  const left: UndoKitLeft[] = [];
  const lost: ObjectRef[] = [];
  const records = await openJournal({
    tx: store.db,
    sealer: store.sealer,
    runId: run.id,
    targetId,
    onLost: (record, error) => {
      if (isOpen(record)) {
        lost.push(record.object);
        left.push({
          object: record.object,
          reason: `What it was does not open: ${error.message}`,
        });
      }
    },
  });
  const steps = await readSteps({ tx: store.db, runId: run.id, targetId });
  const written = new Map<UndoKitWriter, JournalRecord[]>();
  for (const record of records) {
    // Of an object with a part that is lost, the rest would be half the truth.
    if (
      !isOpen(record) ||
      lost.some(object => sameObject(object, record.object))
    ) {
      continue;
    }
    const step = steps.find(({ stepId }) => stepId === record.stepId);
    const answer = writerOf(registry, spec, step);
    if (typeof answer === 'string' || !clusterUid) {
      const reason = clusterUid
        ? String(answer)
        : 'The cluster told no identity, so a kit could not know it again';
      left.push({ object: record.object, reason });
    } else {
      written.set(answer, [...(written.get(answer) ?? []), record]);
    }
  }
  const parts = new Map<string, UndoKitPart>();
  const missionName = run.missionRef.split('/').at(-1)!;
  for (const [writer, own] of written) {
    parts.set(
      writer.id,
      writer.write({
        run: { id: run.id, missionName },
        target: { id: targetId, clusterUid: clusterUid! },
        records: own,
      }),
    );
  }
  return { id: targetId, parts, left };
}

function isOpen({ state }: Pick<JournalRecord, 'state'>): boolean {
  return state === 'intent' || state === 'done';
}

/** Who writes how a step is taken back, or why nobody does. */
function writerOf(
  registry: Registry,
  spec: MissionSpec,
  step: StepRecord | undefined,
): UndoKitWriter | string {
  const source = spec.steps.find(({ id }) => id === step?.sourceId);
  if (!step) {
    return 'The step that wrote it is not known any more';
  }
  if (source?.undo) {
    return `The mission takes step '${step.stepId}' back by the action '${source.undo.action}', which only the portal can run`;
  }
  const action = registry.actions().find(({ id }) => id === step.action);
  if (!action) {
    return `The action '${step.action}' is not installed any more`;
  }
  if (action.id === 'mission:run') {
    return `Step '${step.stepId}' started a run of its own: export the kit of that run`;
  }
  return (
    action.undo?.kit ??
    source?.irreversible ??
    `Nothing but the portal can take back what the action '${action.id}' did`
  );
}
