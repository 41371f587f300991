import {
  type PlanDifference,
  type PlannedChange,
  nameOfObject,
  visibleText,
} from '@mission-control/plugin-missions-common';

/** How many objects the reason names; the plan marks them all. */
const MAX_NAMED = 3;

/** Why a plan that was approved has to be approved again: what is another, the worst first. */
export function driftReason(differences: readonly PlanDifference[]): string {
  const phrases = [...byObject(differences).values()]
    .sort((a, b) => Number(isGrave(b)) - Number(isGrave(a)))
    .map(group => `${subjectOf(group[0])} ${phraseOf(group)}`);
  const more = phrases.length - MAX_NAMED;
  return [
    'The cluster changed since the plan was approved',
    phrases.length > 0 ? ': ' : '',
    phrases.slice(0, MAX_NAMED).join('; '),
    more > 0 ? `; and ${more} more` : '',
  ].join('');
}

/** The changes of a plan, each with what is another of it than approved before. */
export function changesWithDrift(
  changes: readonly PlannedChange[],
  differences: readonly PlanDifference[],
): PlannedChange[] {
  const groups = byObject(differences);
  return changes.map(change => {
    const group = groups.get(keyOf(change));
    return group ? { ...change, drift: phraseOf(group) } : change;
  });
}

/** The differences of each object together. */
function byObject(
  differences: readonly PlanDifference[],
): Map<string, PlanDifference[]> {
  const groups = new Map<string, PlanDifference[]>();
  for (const difference of differences) {
    const key = keyOf(difference);
    groups.set(key, [...(groups.get(key) ?? []), difference]);
  }
  return groups;
}

/** What cannot be taken back. */
function isGrave(group: readonly PlanDifference[]): boolean {
  return group.some(({ reason, now }) => reason === 'irreversible' && now);
}

function subjectOf({ reason, stepId, object }: PlanDifference): string {
  if (object) {
    return visibleText(nameOfObject(object));
  }
  return reason === 'order' ? 'the order of the writes' : `step ${stepId}`;
}

function phraseOf(group: readonly PlanDifference[]): string {
  const phrases = group.filter(({ path }) => path === undefined).map(wordsOf);
  const paths = (reason: PlanDifference['reason']) =>
    group.flatMap(one => (one.reason === reason && one.path) || []);
  const [values, owners] = [paths('value'), paths('owner')];
  if (values.length > 0) {
    phrases.push(`has another value of ${namedOf(values)}`);
  }
  if (owners.length > 0) {
    phrases.push(`has another owner of ${namedOf(owners)}`);
  }
  return phrases.join(', and ');
}

function wordsOf({ reason, approved, now }: PlanDifference): string {
  switch (reason) {
    case 'irreversible':
      return now ? `cannot be taken back: ${now}` : 'can be taken back now';
    case 'uid':
      return 'is another object of the same name';
    case 'existence':
      return approved === undefined ? 'exists now' : 'is gone';
    case 'new':
      return 'is new in the plan';
    case 'gone':
      return 'is no longer in the plan';
    case 'read':
      return 'reads something else';
    default:
      return reason === 'order' ? 'is another' : 'would be written otherwise';
  }
}

function namedOf(paths: readonly string[]): string {
  const more = paths.length - MAX_NAMED;
  const named = paths.slice(0, MAX_NAMED).map(visibleText).join(', ');
  return more > 0 ? `${named} and ${more} more fields` : named;
}

function keyOf({
  stepId,
  object,
}: Pick<PlanDifference, 'stepId' | 'object'>): string {
  return JSON.stringify([
    stepId ?? null,
    object && [object.apiVersion, object.kind, object.namespace, object.name],
  ]);
}
