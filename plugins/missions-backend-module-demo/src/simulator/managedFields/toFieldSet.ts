import { isRecord } from '../object';
import { ListNode, SchemaNode, UNTYPED } from '../schema/node';
import { FieldSet } from './fieldSet';
import { fieldElement, itemElement } from './pathElement';

/** The paths that an applied configuration sets, and so owns. */
export function toFieldSet(value: unknown, node: SchemaNode): FieldSet {
  const set = new FieldSet();
  walk(value, node, [], set);
  return set;
}

function walk(
  value: unknown,
  node: SchemaNode,
  path: string[],
  set: FieldSet,
): void {
  if (isRecord(value) && node.kind !== 'scalar' && node.kind !== 'list') {
    if (node.kind === 'map' && node.atomic) set.insert(path);
    else walkMap(value, node, path, set);
    return;
  }
  if (
    Array.isArray(value) &&
    node.kind === 'list' &&
    node.listType !== 'atomic'
  ) {
    walkList(value, node, path, set);
    return;
  }
  // A null in place of a granular list or map owns nothing below it; the parent inserted the path.
  set.insert(path);
}

function walkMap(
  value: Record<string, unknown>,
  node: SchemaNode,
  path: string[],
  set: FieldSet,
): void {
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const field = node.kind === 'map' ? node.fields.get(key) : undefined;
    const type =
      field?.node() ??
      (node.kind === 'map' ? node.element?.() : UNTYPED) ??
      UNTYPED;
    const childPath = [...path, fieldElement(key)];
    walk(child, type, childPath, set);
    const emptyMap = isRecord(child) && Object.keys(child).length === 0;
    if (child === null || emptyMap || !field) set.insert(childPath);
  }
}

function walkList(
  items: unknown[],
  node: ListNode,
  path: string[],
  set: FieldSet,
): void {
  for (const item of items) {
    const itemPath = [...path, itemElement(node, item)];
    walk(item, node.element(), itemPath, set);
    set.insert(itemPath);
  }
}
