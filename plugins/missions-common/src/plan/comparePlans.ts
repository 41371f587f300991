import type {
  FieldChange,
  ObjectRef,
  PlannedChange,
  TargetPlan,
} from '../schema/openapi';
import { canonicalJson } from '../canonical';
import { hashedChange, hashedRead } from './planHash';

/** One way in which the cluster moved away from an approved plan. @public */
export interface PlanDifference {
  /**
   * `effect`: something else would be done to the object, or is known of it
   * only now; `order`: the same writes, in another order.
   */
  reason:
    | 'uid'
    | 'existence'
    | 'value'
    | 'owner'
    | 'irreversible'
    | 'effect'
    | 'new'
    | 'gone'
    | 'read'
    | 'order';
  /** The step of the object, or the one that reads; none for `order`. */
  stepId?: string;
  /** None for `read` and `order`. */
  object?: ObjectRef;
  /** Leaf path, for `value` and `owner`. */
  path?: string;
  approved?: unknown;
  now?: unknown;
}

/** What two plans of one target are compared by. @public */
export type ComparedPlan = Pick<TargetPlan, 'changes' | 'reads'>;

/**
 * What drifted between an approved plan and the same plan made now: all that
 * makes the hash another one. An empty list: the content of both is the same.
 * @public
 */
export function comparePlans(
  approved: ComparedPlan,
  now: ComparedPlan,
): PlanDifference[] {
  const found = [
    ...comparedBy(keyOf, approved.changes, now.changes, differences),
    ...comparedBy(({ stepId }) => stepId, approved.reads, now.reads, readOf),
  ];
  return found.length > 0 || isSame(orderOf(approved), orderOf(now))
    ? found
    : [{ reason: 'order' }];
}

/** Each entry of two lists with its counterpart; those of the first come first. */
function comparedBy<T>(
  keyed: (entry: T) => string,
  approved: readonly T[],
  now: readonly T[],
  compare: (before?: T, after?: T) => PlanDifference[],
): PlanDifference[] {
  const before = byName(keyed, approved);
  const after = byName(keyed, now);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(key =>
    compare(before.get(key), after.get(key)),
  );
}

/** A step may say several things about one object, such as two conflicts. */
function byName<T>(
  keyed: (entry: T) => string,
  entries: readonly T[],
): Map<string, T> {
  const named = new Map<string, T>();
  for (const entry of entries) {
    let name = keyed(entry);
    while (named.has(name)) {
      name += "'";
    }
    named.set(name, entry);
  }
  return named;
}

function readOf(
  before?: TargetPlan['reads'][number],
  after?: TargetPlan['reads'][number],
): PlanDifference[] {
  const same = isSame(before && hashedRead(before), after && hashedRead(after));
  const { stepId } = (after ?? before)!;
  return same ? [] : [{ reason: 'read', stepId }];
}

function differences(
  approved?: PlannedChange,
  now?: PlannedChange,
): PlanDifference[] {
  if (!approved || !now) {
    const { stepId, object } = (approved ?? now)!;
    return [{ reason: now ? 'new' : 'gone', stepId, object }];
  }
  if (isSame(hashedChange(approved), hashedChange(now))) {
    return [];
  }
  const { stepId, object } = approved;
  const found = [
    ...irreversibility(approved, now),
    ...(isDeferred(approved) || isDeferred(now)
      ? []
      : liveDifferences(approved, now)),
  ];
  return (found.length > 0 ? found : [{ reason: 'effect' as const }]).map(
    difference => ({ stepId, object, ...difference }),
  );
}

/** Of a deferred write neither uid nor fields are known. */
function isDeferred({ kind }: PlannedChange): boolean {
  return kind === 'deferred';
}

function irreversibility(
  approved: PlannedChange,
  now: PlannedChange,
): PlanDifference[] {
  // Nothing is lost of what is no longer done.
  return approved.irreversible === now.irreversible || now.kind === 'noop'
    ? []
    : [
        {
          reason: 'irreversible',
          approved: approved.irreversible,
          now: now.irreversible,
        },
      ];
}

/** What is another on the cluster: the object, or a field that the plan touches. */
function liveDifferences(
  approved: PlannedChange,
  now: PlannedChange,
): PlanDifference[] {
  if (approved.uid !== now.uid) {
    const reason =
      approved.uid === undefined || now.uid === undefined ? 'existence' : 'uid';
    return [{ reason, approved: approved.uid, now: now.uid }];
  }
  const planned = new Map(
    (approved.fields ?? []).map(field => [field.path, field]),
  );
  const live = new Map((now.fields ?? []).map(field => [field.path, field]));
  return [...new Set([...planned.keys(), ...live.keys()])].flatMap(path =>
    fieldDifference(path, planned.get(path), live.get(path)),
  );
}

/** A field that is not in one of the plans has the wanted value there. */
function fieldDifference(
  path: string,
  approved?: FieldChange,
  now?: FieldChange,
): PlanDifference[] {
  const before = approved ? approved.before : now?.after;
  const after = now ? now.before : approved?.after;
  if (!isSame(before, after)) {
    return [{ reason: 'value', path, approved: before, now: after }];
  }
  const owners = { approved: approved?.owner, now: now?.owner };
  return approved && now && approved.owner !== now.owner
    ? [{ reason: 'owner', path, ...owners }]
    : [];
}

function orderOf({ changes, reads }: ComparedPlan): string[] {
  return [...changes.map(keyOf), ...reads.map(({ stepId }) => stepId)];
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function keyOf({ stepId, object }: PlannedChange): string {
  const { apiVersion, kind, namespace, name } = object;
  return [stepId, apiVersion, kind, namespace ?? '', name].join(' ');
}
