import { ManagedFieldsEntry } from '../object';
import { FieldSet } from './fieldSet';
import { decodeFieldsV1, encodeFieldsV1 } from './fieldsV1';

/** Who wrote: the identity of one entry of managedFields. */
export interface Manager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
}

/** What one manager owns, and since when. */
export interface Owned {
  readonly manager: Manager;
  readonly set: FieldSet;
  readonly time?: string;
}

/** All owners of one object, by identity. */
export type Managers = Map<string, Owned>;

/** The identity of an entry. An applier keeps its identity over API versions. */
export function managerId(manager: Manager): string {
  return JSON.stringify([
    manager.manager,
    manager.operation,
    manager.operation === 'Apply' ? '' : manager.apiVersion,
    manager.subresource ?? '',
  ]);
}

/** Reads `metadata.managedFields`. Throws a TypeError on entries it cannot read. */
export function decodeManagers(
  entries: readonly ManagedFieldsEntry[] | undefined,
): Managers {
  const result: Managers = new Map();
  for (const entry of entries ?? []) {
    if (entry.operation !== 'Apply' && entry.operation !== 'Update') {
      throw new TypeError(`invalid operation "${entry.operation}"`);
    }
    const manager: Manager = {
      manager: entry.manager,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      ...(entry.subresource ? { subresource: entry.subresource } : {}),
    };
    const set = entry.fieldsV1
      ? decodeFieldsV1(entry.fieldsV1)
      : new FieldSet();
    result.set(managerId(manager), { manager, set, time: entry.time });
  }
  return result;
}

/** Writes `metadata.managedFields` in the server's order; undefined when nobody owns anything. */
export function encodeManagers(
  managers: Managers,
): ManagedFieldsEntry[] | undefined {
  const entries = [...managers.values()]
    .filter(owned => !owned.set.isEmpty)
    .sort(
      (a, b) =>
        compareText(a.manager.operation, b.manager.operation) ||
        compareText(a.time ?? '', b.time ?? '') ||
        compareText(a.manager.manager, b.manager.manager) ||
        compareText(a.manager.apiVersion, b.manager.apiVersion) ||
        compareText(a.manager.subresource ?? '', b.manager.subresource ?? ''),
    )
    .map(
      ({ manager, set, time }): ManagedFieldsEntry => ({
        manager: manager.manager,
        operation: manager.operation,
        apiVersion: manager.apiVersion,
        ...(time ? { time } : {}),
        fieldsType: 'FieldsV1',
        fieldsV1: encodeFieldsV1(set),
        ...(manager.subresource ? { subresource: manager.subresource } : {}),
      }),
    );
  return entries.length > 0 ? entries : undefined;
}

/** How a conflict names a manager. */
export function printManager(manager: Manager): string {
  const name = JSON.stringify(manager.manager);
  const named = manager.subresource
    ? `${name} with subresource ${JSON.stringify(manager.subresource)}`
    : name;
  return manager.operation === 'Update'
    ? `${named} using ${manager.apiVersion}`
    : named;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
