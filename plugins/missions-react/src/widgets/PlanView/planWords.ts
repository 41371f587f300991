import type {
  ChangeKind,
  ObjectRef,
  PlannedChange,
  PlanSummary,
} from '@mission-control/plugin-missions-common';

/** Kind of change → its mark and word. Marks are no verdicts: no green, no red. */
export const changeMeta = {
  create: { mark: '+', word: 'create' },
  change: { mark: '~', word: 'change' },
  delete: { mark: '−', word: 'delete' },
  noop: { mark: '=', word: 'as is' },
  conflict: { mark: '!', word: 'conflict' },
  deferred: { mark: '…', word: 'deferred' },
  external: { mark: '↗', word: 'outside the cluster' },
} as const satisfies Record<ChangeKind, { mark: string; word: string }>;

/** `Deployment/web`, with the namespace in front where there is one. */
export function objectName({ kind, namespace, name }: ObjectRef): string {
  return namespace ? `${kind}/${namespace}/${name}` : `${kind}/${name}`;
}

/** A name for a planned change within its target. */
export function changeId({ stepId, object }: PlannedChange): string {
  return `${stepId}:${object.apiVersion}/${objectName(object)}`;
}

/** How many things a plan writes: creates, changes, deletes and deferred ones. @public */
export function countChanges(summary: PlanSummary): number {
  return summary.create + summary.change + summary.delete + summary.deferred;
}

/** `2 create, 4 change, 6 as is`. */
export function changesInWords(changes: readonly PlannedChange[]): string {
  return (Object.keys(changeMeta) as ChangeKind[])
    .map(kind => ({
      count: changes.filter(change => change.kind === kind).length,
      word: changeMeta[kind].word,
    }))
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${count} ${word}`)
    .join(', ');
}

/** What is said behind an object's name in the tree. */
export function changeNote(change: PlannedChange): string {
  const fields = change.fields?.length ?? 0;
  const parts = [
    change.kind === 'change' && fields > 0
      ? `${fields} ${fields === 1 ? 'field' : 'fields'}`
      : undefined,
    change.kind === 'conflict'
      ? `owned by ${change.conflictWith ?? 'somebody else'}`
      : undefined,
    change.kind === 'deferred' ? 'deferred' : undefined,
    change.irreversible ? 'irreversible' : undefined,
    change.takeOver ? 'takes over' : undefined,
  ];
  return parts.filter(Boolean).join(', ');
}
