import { sameJson } from './sameJson';
import { isRecord, keysOf, listKeys, type Path, type Segment } from './paths';

/** A difference at one leaf; undefined: the leaf is not there. */
export interface LeafChange {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

/** Differences between two JSON values, leaf by leaf, in the order of names. */
export function leafChanges(
  before: unknown,
  after: unknown,
  path: Path = [],
): LeafChange[] {
  if (sameJson(before, after)) {
    return [];
  }
  if (descends(before, after, isRecord)) {
    const left = ownMembers(before);
    const right = ownMembers(after);
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    if (names.length > 0) {
      return names
        .sort()
        .flatMap(name => leafChanges(left[name], right[name], [...path, name]));
    }
  }
  if (descends(before, after, Array.isArray)) {
    const keyed = keyedItems(path, before, after);
    if (keyed) {
      const changes = keyed.flatMap(([segment, left, right]) =>
        leafChanges(left, right, [...path, segment]),
      );
      // Only the order differs: then the list is the leaf.
      return changes.length > 0 ? changes : [{ path, before, after }];
    }
  }
  return [{ path, before, after }];
}

/** Without a prototype: a member may be called constructor, and be there on one side only. */
function ownMembers(value: unknown): Record<string, unknown> {
  return Object.assign(Object.create(null), value);
}

/** Every leaf of a value, in the order of names. */
export function leavesOf(value: unknown): { path: Path; value: unknown }[] {
  return leafChanges(undefined, value).map(change => ({
    path: change.path,
    value: change.after,
  }));
}

function descends(
  before: unknown,
  after: unknown,
  is: (value: unknown) => boolean,
): boolean {
  return (
    (before === undefined || is(before)) && (after === undefined || is(after))
  );
}

function keyedItems(
  path: Path,
  before: unknown,
  after: unknown,
): [Segment, unknown, unknown][] | undefined {
  const field = path[path.length - 1];
  const left = (before ?? []) as any[];
  const right = (after ?? []) as any[];
  const keys = listKeys(
    typeof field === 'string' ? field : undefined,
    left,
    right,
  );
  if (!keys) {
    return undefined;
  }
  const items = new Map<string, [Segment, unknown, unknown]>();
  for (const [list, side] of [
    [left, 1],
    [right, 2],
  ] as const) {
    for (const item of list) {
      const segment = keysOf(item, keys);
      const id = JSON.stringify(segment.keys);
      const entry = items.get(id) ?? [segment, undefined, undefined];
      entry[side] = item;
      items.set(id, entry);
    }
  }
  return [...items.values()];
}
