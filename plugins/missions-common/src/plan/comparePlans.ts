import type { ObjectRef, PlannedChange } from '../schema/openapi';
import { canonicalJson } from '../canonical';

/** One way in which the cluster moved away from an approved plan. @public */
export interface PlanDifference {
  object: ObjectRef;
  reason: 'uid' | 'existence' | 'value' | 'new' | 'gone';
  /** Leaf path, for `value`. */
  path?: string;
  approved?: unknown;
  now?: unknown;
}

/**
 * What drifted between an approved plan and the same plan made now: a change
 * of uid, of existence, or of the live value at a leaf path that the approved
 * plan touches. An empty list: go on.
 * @public
 */
export function comparePlans(
  approved: readonly PlannedChange[],
  now: readonly PlannedChange[],
): PlanDifference[] {
  const current = new Map(now.map(change => [keyOf(change), change]));
  const expected = new Set(approved.map(keyOf));
  return [
    ...approved.flatMap(change =>
      differences(change, current.get(keyOf(change))),
    ),
    ...now
      .filter(change => !expected.has(keyOf(change)) && change.kind !== 'noop')
      .map(change => ({ object: change.object, reason: 'new' as const })),
  ];
}

function differences(
  approved: PlannedChange,
  now: PlannedChange | undefined,
): PlanDifference[] {
  const { object } = approved;
  if (!now) {
    return approved.kind === 'noop' ? [] : [{ object, reason: 'gone' }];
  }
  if (approved.kind === 'deferred') {
    return [];
  }
  if (approved.uid !== now.uid) {
    const reason =
      approved.uid === undefined || now.uid === undefined ? 'existence' : 'uid';
    return [{ object, reason, approved: approved.uid, now: now.uid }];
  }
  const live = new Map((now.fields ?? []).map(field => [field.path, field]));
  const moved = (approved.fields ?? []).flatMap(field => {
    const seen = live.get(field.path);
    // No longer a difference: somebody has set it to what we want.
    const value = seen ? seen.before : field.after;
    return isSame(field.before, value)
      ? []
      : [
          {
            object,
            reason: 'value' as const,
            path: field.path,
            approved: field.before,
            now: value,
          },
        ];
  });
  const paths = new Set((approved.fields ?? []).map(field => field.path));
  const added = (now.fields ?? [])
    .filter(field => !paths.has(field.path))
    .map(field => ({
      object,
      reason: 'value' as const,
      path: field.path,
      approved: field.after,
      now: field.before,
    }));
  return [...moved, ...added];
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function keyOf({ stepId, object }: PlannedChange): string {
  const { apiVersion, kind, namespace, name } = object;
  return [stepId, apiVersion, kind, namespace ?? '', name].join(' ');
}
