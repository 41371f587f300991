import {
  managedFieldsOf,
  type FieldsV1,
  type ManagedFieldsEntry,
} from '../objects';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { isSystemManager } from '../undo/systemManagers';

/** Entries that the script compares: not those of status, and not of the cluster's own controllers. */
export function comparedOwners(
  entries: readonly ManagedFieldsEntry[],
): ManagedFieldsEntry[] {
  return entries.filter(
    entry => !entry.subresource && !isSystemManager(entry.manager ?? ''),
  );
}

/**
 * Who owns which fields, one entry a line: manager, operation, version, time and
 * fields, with tabs between them; sorted as `LC_ALL=C sort` does. The template
 * of the script prints the live object's in the same way.
 */
export function ownerLines(object: KubernetesObject): string {
  return toText(
    comparedOwners(managedFieldsOf(object)).map(entry =>
      [...identity(entry), entry.time ?? '-', fieldsText(entry.fieldsV1)].join(
        '\t',
      ),
    ),
  );
}

/** Entries that are to be set: manager, operation, version and the entry as JSON. */
export function wantedLines(entries: readonly ManagedFieldsEntry[]): string {
  return toText(
    entries.map(entry =>
      [
        ...identity(entry),
        `{"manager":${JSON.stringify(
          entry.manager,
        )},"operation":${JSON.stringify(
          entry.operation,
        )},"apiVersion":${JSON.stringify(
          entry.apiVersion,
        )},"time":${JSON.stringify(
          entry.time,
        )},"fieldsType":"FieldsV1","fieldsV1":${fieldsText(entry.fieldsV1)}}`,
      ].join('\t'),
    ),
  );
}

function identity({ manager, operation, apiVersion }: ManagedFieldsEntry) {
  return [manager || '-', operation || '-', apiVersion || '-'];
}

/** Names in the order of their bytes, as Go templates walk maps. */
function fieldsText(fields: FieldsV1 = {}): string {
  const names = Object.keys(fields).sort((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  return `{${names
    .map(name => `${JSON.stringify(name)}:${fieldsText(fields[name])}`)
    .join(',')}}`;
}

function toText(lines: readonly string[]): string {
  return [...lines]
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(line => `${line}\n`)
    .join('');
}
