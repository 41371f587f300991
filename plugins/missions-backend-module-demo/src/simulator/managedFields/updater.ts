import { SchemaNode } from '../schema/node';
import { Comparison, compareTyped } from './compare';
import { FieldSet } from './fieldSet';
import { Manager, managerId, Managers } from './managers';
import { mergeTyped } from './mergeTyped';
import { removeItems, withNamedFields } from './removeItems';
import { toFieldSet } from './toFieldSet';

/** A field that somebody else owns with another value. */
export interface FieldConflict {
  readonly manager: Manager;
  readonly path: readonly string[];
}

/** What server-side apply comes to. */
export type ApplyOutcome =
  | { readonly kind: 'conflict'; readonly conflicts: readonly FieldConflict[] }
  | {
      readonly kind: 'applied';
      readonly object: unknown;
      readonly managers: Managers;
    };

/** Paths that nobody may own: identity and what the server writes itself. */
export const UNOWNED = FieldSet.of(
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map(name => ['f:metadata', `f:${name}`]),
);

/** Inputs of both operations; objects come without managedFields. */
export interface UpdaterOptions {
  readonly live: unknown;
  readonly node: SchemaNode;
  readonly managers: Managers;
  readonly manager: Manager;
  /** Paths that this endpoint does not write, e.g. `status` on the main resource. */
  readonly reset: FieldSet;
  /** The time of this write, RFC 3339 in seconds. */
  readonly time: string;
}

/**
 * Server-side apply: merges the configuration into the live object, removes
 * what this manager applied before and no longer does unless another manager
 * owns it, and finds conflicts with other managers.
 */
export function applyTyped(
  options: UpdaterOptions & {
    readonly applied: unknown;
    readonly force: boolean;
  },
): ApplyOutcome {
  const { live, applied, node, manager, force, reset, time } = options;
  const id = managerId(manager);
  const last = options.managers.get(id)?.set;
  const set = strip(toFieldSet(applied, node), reset);
  const managers: Managers = new Map(options.managers);
  managers.set(id, { manager, set, time });
  const merged = mergeTyped(live, applied, node);
  const object = last ? prune(merged, node, managers, last) : merged;
  const comparison = compareTyped(live, object, node);
  const taken = takeOver(managers, id, comparison, force);
  if (taken.conflicts.length > 0)
    return { kind: 'conflict', conflicts: taken.conflicts };
  const before = options.managers.get(id);
  // As upstream: an apply that changes no value leaves the time of its entry, and a new entry then has none.
  if (isSame(comparison))
    taken.managers.set(id, { manager, set, time: before?.time });
  return { kind: 'applied', object, managers: taken.managers };
}

/** Every other write: what changed is now this manager's and nobody else's. */
export function updateTyped(
  options: UpdaterOptions & { readonly changed: unknown },
): Managers {
  const { live, changed, node, manager, reset, time } = options;
  const id = managerId(manager);
  const comparison = compareTyped(live, changed, node);
  const { managers } = takeOver(
    new Map(options.managers),
    id,
    comparison,
    true,
  );
  const before = managers.get(id);
  const taken = strip(comparison.added.union(comparison.modified), reset);
  const set = (before?.set ?? new FieldSet())
    .difference(comparison.removed)
    .union(taken);
  if (set.isEmpty) managers.delete(id);
  else
    managers.set(id, {
      manager,
      set,
      time: taken.isEmpty ? before?.time : time,
    });
  return managers;
}

function strip(set: FieldSet, reset: FieldSet): FieldSet {
  return set.difference(UNOWNED).recursiveDifference(reset);
}

function isSame({ added, modified, removed }: Comparison): boolean {
  return added.isEmpty && modified.isEmpty && removed.isEmpty;
}

function takeOver(
  managers: Managers,
  self: string,
  comparison: Comparison,
  force: boolean,
) {
  const written = comparison.modified.union(comparison.added);
  const conflicts: FieldConflict[] = [];
  const result: Managers = new Map();
  for (const [id, owned] of managers) {
    if (id === self) {
      result.set(id, owned);
      continue;
    }
    const contested = owned.set.intersection(written);
    for (const path of contested.paths())
      conflicts.push({ manager: owned.manager, path });
    const rest = owned.set.difference(contested).difference(comparison.removed);
    if (!rest.isEmpty) result.set(id, { ...owned, set: rest });
  }
  return { managers: result, conflicts: force ? [] : conflicts };
}

function prune(
  merged: unknown,
  node: SchemaNode,
  managers: Managers,
  last: FieldSet,
): unknown {
  const pruned = removeItems(merged, node, last);
  let owned = new FieldSet();
  for (const { set } of managers.values()) owned = owned.union(set);
  const mergedSet = withNamedFields(toFieldSet(merged, node), node);
  const prunedSet = withNamedFields(toFieldSet(pruned ?? {}, node), node);
  const kept = prunedSet.union(withNamedFields(owned, node));
  const lastNamed = withNamedFields(last, node);
  return (
    removeItems(
      merged,
      node,
      mergedSet.difference(kept).intersection(lastNamed),
    ) ?? {}
  );
}
