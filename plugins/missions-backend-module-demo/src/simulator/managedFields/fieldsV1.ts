import { isRecord } from '../object';
import { FieldSet } from './fieldSet';

const SELF = '.';

/** Writes a set in the FieldsV1 form: `{"f:spec":{"f:replicas":{}}}`. */
export function encodeFieldsV1(set: FieldSet): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const elements = [
    ...new Set([...set.members, ...set.children.keys()]),
  ].sort();
  for (const element of elements) {
    const child = set.children.get(element);
    const below = child && !child.isEmpty ? encodeFieldsV1(child) : {};
    const both = set.members.has(element) && Object.keys(below).length > 0;
    result[element] = both ? { [SELF]: {}, ...below } : below;
  }
  return result;
}

/** Reads the FieldsV1 form. Throws a TypeError that names the bad element. */
export function decodeFieldsV1(fields: unknown): FieldSet {
  const set = new FieldSet();
  if (!isRecord(fields)) throw new TypeError('fieldsV1 must be an object');
  for (const [element, below] of Object.entries(fields)) {
    if (element === SELF) continue;
    if (!/^[fkvi]:/.test(element))
      throw new TypeError(`invalid path element "${element}"`);
    if (!isRecord(below))
      throw new TypeError(`"${element}" must hold an object`);
    const keys = Object.keys(below);
    if (keys.length === 0 || SELF in below) set.members.add(element);
    const child = decodeFieldsV1(below);
    if (!child.isEmpty) set.children.set(element, child);
  }
  return set;
}
