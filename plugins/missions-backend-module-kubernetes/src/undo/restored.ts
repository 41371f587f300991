import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import {
  entryKey,
  getAt,
  isRecord,
  lastAppliedOf,
  lastAppliedPath,
  managedFieldsOf,
  sameJson,
  setAt,
  unionFields,
  type FieldsV1,
  type ManagedFieldsEntry,
  type Path,
} from '../objects';
import { declaredChanges, isAllocated } from '../writes/change';
import { formatPath, keysOf, listKeys, sameKeys } from '../objects/paths';

/** States of an object around our write. */
export interface Around {
  readonly prior: KubernetesObject;
  readonly after: KubernetesObject;
  readonly live: KubernetesObject;
}

/**
 * Paths that our write changed. What a server chose by itself is none of them;
 * a value of before is, also one that a server chose then: a node port that
 * our write set or took away has to come back.
 */
export function writtenPaths(
  prior: KubernetesObject | null,
  after: KubernetesObject | null,
): Path[] {
  return declaredChanges(prior, after)
    .map(change => change.path)
    .filter(
      path =>
        !isAllocated(formatPath(path)) || getAt(prior, path) !== undefined,
    );
}

/**
 * The object to PUT: the live one with every path that we wrote as it was
 * before, and with the field managers of before. What others changed elsewhere
 * since stays.
 */
export function restoredObject(
  { prior, after, live }: Around,
  manager: string,
): KubernetesObject {
  const restored = structuredClone(live);
  const paths = writtenPaths(prior, after);
  if (isMemoryLost({ prior, after, live })) {
    paths.push(lastAppliedPath);
  }
  for (const path of inOrderOfRemoval(paths)) {
    const value = getAt(prior, path);
    if (value !== undefined || !isKeyOfItem(path)) {
      setAt(restored, path, structuredClone(value));
    }
    if (value === undefined) {
      prune(restored, prior, path);
    }
  }
  for (const list of arrangedLists(paths, prior, after)) {
    orderAsBefore(getAt(restored, list), getAt(prior, list), list);
  }
  restored.metadata!.managedFields = restoredManagers(
    { prior, after, live },
    manager,
  );
  return restored;
}

/** The lists whose items our write added, took out or sorted; outer ones first. */
function arrangedLists(
  paths: readonly Path[],
  prior: KubernetesObject,
  after: KubernetesObject,
): Path[] {
  const lists = new Map<string, Path>();
  for (const path of paths) {
    path.forEach((segment, index) => {
      if (typeof segment === 'object') {
        const list = path.slice(0, index);
        const keys = Object.keys(segment.keys);
        const items = (object: KubernetesObject) =>
          ((getAt(object, list) ?? []) as any[]).map(item =>
            keysOf(item, keys),
          );
        if (!sameJson(items(prior), items(after))) {
          lists.set(formatPath(list), list);
        }
      }
    });
  }
  return [...lists.values()].sort((a, b) => a.length - b.length);
}

/**
 * Items that our write took out came back at the end of their list. The order
 * of a list may matter, such as of containers and variables: what was there
 * before comes first, as it was, and then what others added.
 */
function orderAsBefore(list: unknown, before: unknown, path: Path): void {
  if (!Array.isArray(list) || !Array.isArray(before)) {
    return;
  }
  const field = path[path.length - 1];
  const keys = listKeys(
    typeof field === 'string' ? field : undefined,
    list,
    before,
  );
  if (!keys) {
    return;
  }
  const placeOf = (item: unknown) => {
    const place = before.findIndex(other =>
      sameKeys(keysOf(other, keys), keysOf(item, keys)),
    );
    return place < 0 ? before.length : place;
  };
  list.sort((a, b) => placeOf(a) - placeOf(b));
}

/**
 * Whether our write changed what kubectl remembers, and nobody since. A plan
 * refuses that; but kubectl may apply between plan and write.
 */
function isMemoryLost({ prior, after, live }: Around): boolean {
  return (
    !sameJson(lastAppliedOf(prior), lastAppliedOf(after)) &&
    sameJson(lastAppliedOf(live), lastAppliedOf(after))
  );
}

/**
 * The keys of list items come last: without them, nothing else of an item could
 * be found. They go with the item, once nothing else is in it.
 */
function inOrderOfRemoval(paths: readonly Path[]): Path[] {
  return [
    ...paths.filter(path => !isKeyOfItem(path)),
    ...paths.filter(isKeyOfItem),
  ];
}

/** Whether a path is one of the keys by which its list item is addressed. */
function isKeyOfItem(path: Path): boolean {
  const [item, name] = path.slice(-2);
  return (
    typeof name === 'string' && typeof item === 'object' && name in item.keys
  );
}

/** Parents that our write made and that are empty now go too. */
function prune(restored: any, prior: unknown, path: Path): void {
  for (let length = path.length - 1; length > 0; length--) {
    const parent = path.slice(0, length);
    const value = getAt(restored, parent);
    const last = parent[length - 1];
    const empty = Array.isArray(value)
      ? value.length === 0
      : isRecord(value) &&
        Object.keys(value).every(
          key => typeof last !== 'string' && key in last.keys,
        );
    if (!empty || getAt(prior, parent) !== undefined) {
      return;
    }
    setAt(restored, parent, undefined);
  }
}

/**
 * The managedFields that give ownership back: our entries as they were before
 * our write; entries of others as they are, plus what our write took from them.
 */
export function restoredManagers(
  { prior, after, live }: Around,
  manager: string,
): ManagedFieldsEntry[] {
  const isOurs = (entry: ManagedFieldsEntry) =>
    entry.manager === manager && !entry.subresource;
  const before = managedFieldsOf(prior).filter(entry => !entry.subresource);
  const written = new Map(
    managedFieldsOf(after).map(entry => [entryKey(entry), entry]),
  );
  const result = new Map(
    managedFieldsOf(live)
      .filter(entry => !isOurs(entry))
      .map(entry => [entryKey(entry), entry]),
  );
  for (const entry of before) {
    const key = entryKey(entry);
    if (isOurs(entry)) {
      result.set(key, entry);
      continue;
    }
    const lost = missingFields(entry.fieldsV1, written.get(key)?.fieldsV1);
    const current = result.get(key);
    if (lost) {
      result.set(key, {
        ...(current ?? entry),
        time: entry.time,
        fieldsV1: unionFields(current?.fieldsV1, lost),
      });
    }
  }
  return [...result.values()];
}

/** Whether two objects have the same owners of their fields, status aside. */
export function sameOwners(
  a: readonly ManagedFieldsEntry[],
  b: readonly ManagedFieldsEntry[],
): boolean {
  const sets = (entries: readonly ManagedFieldsEntry[]) =>
    Object.fromEntries(
      entries
        .filter(entry => !entry.subresource)
        .map(entry => [entryKey(entry), entry.fieldsV1 ?? {}]),
    );
  return sameJson(sets(a), sets(b));
}

/** Fields of the first set that the second lacks; undefined: none. */
export function missingFields(
  fields: FieldsV1 | undefined,
  other: FieldsV1 | undefined,
): FieldsV1 | undefined {
  const missing: FieldsV1 = {};
  for (const [key, value] of Object.entries(fields ?? {})) {
    if (!other || !(key in other)) {
      missing[key] = value;
    } else {
      const below = missingFields(value, other[key]);
      if (below) {
        missing[key] = below;
      }
    }
  }
  return Object.keys(missing).length > 0 ? missing : undefined;
}
