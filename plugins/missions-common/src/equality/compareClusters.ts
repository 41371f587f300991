import type { FieldChange, ObjectRef } from '../schema/openapi';
import { canonicalJson } from '../canonical';
import { fieldDiff } from '../plan';
import {
  controllerOf,
  isCompared,
  normaliseObject,
  type ComparableObject,
} from './normaliseObject';

/** One way in which two states of a cluster differ. @public */
export interface ClusterDifference {
  kind: 'missing' | 'added' | 'changed';
  object: ObjectRef;
  /** Leaf paths, for `changed`. */
  fields?: FieldChange[];
}

/** Whether two objects are equal by the equality function. @public */
export function equalObjects(
  a: ComparableObject,
  b: ComparableObject,
): boolean {
  return (
    canonicalJson(normaliseObject(a)) === canonicalJson(normaliseObject(b))
  );
}

/** The leaf paths in which two objects differ by the equality function. @public */
export function objectDifferences(
  before: ComparableObject,
  after: ComparableObject,
): FieldChange[] {
  return fieldDiff(normaliseObject(before), normaliseObject(after));
}

/**
 * Compares two listings of a cluster. Objects of controllers are compared as
 * a bag: by owner and template, not by name. An empty list: equal.
 * @public
 */
export function compareClusters(
  before: readonly ComparableObject[],
  after: readonly ComparableObject[],
): ClusterDifference[] {
  const [ownBefore, ownedBefore] = split(before);
  const [ownAfter, ownedAfter] = split(after);
  return [
    ...compareNamed(ownBefore, ownAfter),
    ...compareBags(ownedBefore, ownedAfter),
  ];
}

function split(objects: readonly ComparableObject[]) {
  const compared = objects.filter(isCompared);
  return [
    compared.filter(object => !controllerOf(object)),
    compared.filter(controllerOf),
  ];
}

function compareNamed(
  before: readonly ComparableObject[],
  after: readonly ComparableObject[],
): ClusterDifference[] {
  const old = new Map(before.map(object => [keyOf(object), object]));
  const now = new Map(after.map(object => [keyOf(object), object]));
  const found: ClusterDifference[] = [];
  for (const [key, object] of old) {
    const current = now.get(key);
    if (!current) {
      found.push({ kind: 'missing', object: refOf(object) });
      continue;
    }
    const fields = objectDifferences(object, current);
    if (fields.length > 0) {
      found.push({ kind: 'changed', object: refOf(object), fields });
    }
  }
  for (const [key, object] of now) {
    if (!old.has(key)) {
      found.push({ kind: 'added', object: refOf(object) });
    }
  }
  return found;
}

function compareBags(
  before: readonly ComparableObject[],
  after: readonly ComparableObject[],
): ClusterDifference[] {
  const left = new Map<string, ComparableObject[]>();
  for (const object of before) {
    const key = canonicalJson(normaliseObject(object));
    left.set(key, [...(left.get(key) ?? []), object]);
  }
  const added: ComparableObject[] = [];
  for (const object of after) {
    const same = left.get(canonicalJson(normaliseObject(object)));
    if (!same?.pop()) {
      added.push(object);
    }
  }
  return [
    ...[...left.values()]
      .flat()
      .map(object => ({ kind: 'missing' as const, object: refOf(object) })),
    ...added.map(object => ({ kind: 'added' as const, object: refOf(object) })),
  ];
}

function refOf(object: ComparableObject): ObjectRef {
  return {
    apiVersion: object.apiVersion ?? '',
    kind: object.kind ?? '',
    name: object.metadata?.name ?? '',
    ...(object.metadata?.namespace
      ? { namespace: object.metadata.namespace }
      : {}),
  };
}

function keyOf(object: ComparableObject): string {
  const { apiVersion, kind, namespace, name } = refOf(object);
  return [apiVersion, kind, namespace ?? '', name].join(' ');
}
