import { excludedAnnotations, excludedMembers } from './exclusions';

type FieldsV1 = { [key: string]: FieldsV1 };
type Entry = {
  manager?: string;
  operation?: string;
  subresource?: string;
  fieldsV1?: FieldsV1;
};

/**
 * Who owns which field, without times and subresources: manager + operation →
 * merged field set, sorted. Entries that own nothing any more are dropped.
 */
export function ownership(entries: unknown): Record<string, FieldsV1> {
  const owners: Record<string, FieldsV1> = {};
  for (const entry of (Array.isArray(entries) ? entries : []) as Entry[]) {
    if (entry.subresource) {
      continue;
    }
    const fields = withoutExcluded(entry.fieldsV1 ?? {});
    if (Object.keys(fields).length > 0) {
      const owner = `${entry.manager} ${entry.operation}`;
      owners[owner] = merge(owners[owner] ?? {}, fields);
    }
  }
  return owners;
}

function withoutExcluded(fields: FieldsV1): FieldsV1 {
  const kept: FieldsV1 = { ...fields };
  for (const member of Object.keys(excludedMembers)) {
    delete kept[`f:${member}`];
  }
  const metadata = kept['f:metadata'];
  const annotations = metadata?.['f:annotations'];
  if (!metadata || !annotations) {
    return kept;
  }
  const left = { ...annotations };
  for (const name of Object.keys(excludedAnnotations)) {
    delete left[`f:${name}`];
  }
  // `.` says that the manager owns the map itself: nothing without a member.
  const owns = Object.keys(left).some(key => key !== '.');
  const { 'f:annotations': _gone, ...rest } = metadata;
  const trimmed = owns ? { ...rest, 'f:annotations': left } : rest;
  if (Object.keys(trimmed).length > 0) {
    kept['f:metadata'] = trimmed;
  } else {
    delete kept['f:metadata'];
  }
  return kept;
}

function merge(a: FieldsV1, b: FieldsV1): FieldsV1 {
  const merged: FieldsV1 = { ...a };
  for (const [key, value] of Object.entries(b)) {
    merged[key] = merge(merged[key] ?? {}, value);
  }
  return merged;
}
