import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { sameJson } from './sameJson';
import { isRecord, keysOf, type Path, type Segment } from './paths';

/** One entry of metadata.managedFields. */
export interface ManagedFieldsEntry {
  manager?: string;
  operation?: string;
  subresource?: string;
  apiVersion?: string;
  time?: string;
  fieldsType?: string;
  fieldsV1?: FieldsV1;
}

/** The set of owned fields as the API server writes it. */
export interface FieldsV1 {
  [key: string]: FieldsV1;
}

/** The entries of an object; empty when it has none. */
export function managedFieldsOf(
  object: KubernetesObject | null | undefined,
): ManagedFieldsEntry[] {
  return (object?.metadata?.managedFields ?? []) as ManagedFieldsEntry[];
}

/** Identity of an entry: a manager may appear once per operation, subresource and version. */
export function entryKey(entry: ManagedFieldsEntry): string {
  return [
    entry.manager ?? '',
    entry.operation ?? '',
    entry.subresource ?? '',
    entry.apiVersion ?? '',
  ].join('\u0000');
}

/** The entry of a server-side apply by this manager, without subresource. */
export function applyEntryOf(
  object: KubernetesObject | null | undefined,
  manager: string,
): ManagedFieldsEntry | undefined {
  return managedFieldsOf(object).find(
    entry =>
      entry.manager === manager &&
      entry.operation === 'Apply' &&
      !entry.subresource,
  );
}

/**
 * Whether a set of fields holds the value at a path: the leaf itself, or an
 * atomic value above it.
 */
export function ownsPath(
  fields: FieldsV1 | undefined,
  path: Path,
  object: unknown,
): boolean {
  let node = fields;
  let value: any = object;
  for (const segment of path) {
    if (!node) {
      return false;
    }
    const next = step(node, segment, value);
    if (!next) {
      // The set ends above the path: it owns the whole atomic value.
      return node !== fields && Object.keys(node).length === 0;
    }
    [node, value] = next;
  }
  return Boolean(node);
}

/** Managers that own the value at a path, in the order of the object. */
export function ownersAt(
  object: KubernetesObject | null | undefined,
  path: Path,
): ManagedFieldsEntry[] {
  return managedFieldsOf(object).filter(entry =>
    ownsPath(entry.fieldsV1, path, object),
  );
}

/** Names of the managers that own the value at a path, for people; undefined: nobody. */
export function ownerAt(
  object: KubernetesObject | null | undefined,
  path: Path,
): string | undefined {
  const names = ownersAt(object, path).map(entry => entry.manager ?? 'unknown');
  return names.length > 0 ? [...new Set(names)].join(', ') : undefined;
}

/** All fields of both sets. */
export function unionFields(
  a: FieldsV1 | undefined,
  b: FieldsV1 | undefined,
): FieldsV1 {
  const union: FieldsV1 = { ...a };
  for (const [key, value] of Object.entries(b ?? {})) {
    union[key] = key in union ? unionFields(union[key], value) : value;
  }
  return union;
}

function step(
  node: FieldsV1,
  segment: Segment,
  value: any,
): [FieldsV1, unknown] | undefined {
  if (typeof segment === 'string') {
    const child = node[`f:${segment}`];
    return child ? [child, value?.[segment]] : undefined;
  }
  const items: unknown[] = Array.isArray(value) ? value : [];
  const names = Object.keys(segment.keys);
  const item = items.find(
    candidate =>
      isRecord(candidate) &&
      sameJson(keysOf(candidate, names).keys, segment.keys),
  );
  for (const [key, child] of Object.entries(node)) {
    if (key.startsWith('k:') && addresses(key.slice(2), item, segment.keys)) {
      return [child, item];
    }
  }
  return undefined;
}

/** Whether the keys that the server chose address the item that our keys address. */
function addresses(
  json: string,
  item: unknown,
  ours: Readonly<Record<string, unknown>>,
): boolean {
  let server: Record<string, unknown>;
  try {
    server = JSON.parse(json);
  } catch {
    return false;
  }
  const known: Record<string, unknown> = {
    protocol: 'TCP',
    ...(isRecord(item) ? item : {}),
    ...ours,
  };
  return Object.entries(server).every(([name, value]) =>
    sameJson(known[name], value),
  );
}
