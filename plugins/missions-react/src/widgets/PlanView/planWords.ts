import type {
  ChangeKind,
  ObjectRef,
  PlannedChange,
  PlanSummary,
} from '@mission-control/plugin-missions-common';
import type { StateWords, Text } from '../../text';
import {
  missionsInWords,
  plannedMission,
  plannedMissions,
} from './plannedMission';

/**
 * Kind of change → its mark. Marks are no verdicts: no green, no red.
 *
 * @public
 */
export const changeMeta = {
  create: { mark: '+' },
  change: { mark: '~' },
  delete: { mark: '−' },
  noop: { mark: '=' },
  conflict: { mark: '!' },
  deferred: { mark: '…' },
  external: { mark: '↗' },
} as const satisfies Record<ChangeKind, { mark: string }>;

/** `Deployment/web`, with the namespace in front where there is one. @public */
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

/** `2 create, 4 change, 6 as is`, or `starts 2 missions, on dev`. */
export function changesInWords(
  t: Text,
  words: StateWords,
  changes: readonly PlannedChange[],
): string {
  const written = changes.filter(change => !plannedMission(change));
  const counted = (Object.keys(changeMeta) as ChangeKind[])
    .map(kind => ({
      count: written.filter(change => change.kind === kind).length,
      word: words.change(kind),
    }))
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${count} ${word}`);
  return [...missionsInWords(t, plannedMissions(changes)), ...counted].join(
    ', ',
  );
}

/** What is done to the object of a change. */
export function verbWord(
  t: Text,
  words: StateWords,
  change: PlannedChange,
): string {
  const mission = plannedMission(change);
  return mission
    ? t(`plannedMission.${mission.verb}`)
    : words.change(change.kind);
}

/** What is said behind an object's name in the tree; that it has drifted, the title of its list says. */
export function changeNote(
  t: Text,
  words: StateWords,
  change: PlannedChange,
): string {
  const fields = change.fields?.length ?? 0;
  const warned = change.warnings?.length ?? 0;
  const clusters = plannedMission(change)?.clusters ?? [];
  const parts = [
    clusters.length > 0
      ? t('plannedMission.on', { clusters: clusters.join(', ') })
      : undefined,
    change.kind === 'change' && fields > 0
      ? t('plan.fields', { count: fields })
      : undefined,
    change.kind === 'conflict' ? conflictNote(t, change) : undefined,
    change.kind === 'deferred' ? words.change('deferred') : undefined,
    change.irreversible ? t('plan.irreversible') : undefined,
    change.takeOver ? t(takeOverKey(change)) : undefined,
    warned > 0 ? t('plan.warned', { count: warned }) : undefined,
  ];
  return parts.filter(Boolean).join(', ');
}

/** What an undo can only leave as it is belongs to nobody who would give it up. */
function conflictNote(t: Text, { conflictWith, takeOver }: PlannedChange) {
  return takeOver === false
    ? t('plan.notTakenBack')
    : t('plan.ownedBy', { owner: conflictWith ?? t('plan.somebodyElse') });
}

/** What is done about somebody else's hand in an object: an undo owns nothing in the end. */
function takeOverKey({ kind, verb }: PlannedChange) {
  if (kind === 'delete') {
    return 'plan.deletesAnyway';
  }
  return verb === 'restore' ? 'plan.overwrites' : 'plan.takesOver';
}
