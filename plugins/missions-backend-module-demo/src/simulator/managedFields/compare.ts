import { isRecord, sameJson } from '../object';
import { ListNode, SchemaNode, UNTYPED } from '../schema/node';
import { FieldSet } from './fieldSet';
import { fieldElement, itemElement } from './pathElement';

/** What differs between two objects of one type. */
export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

/**
 * Compares two values of one type. Containers that appear or disappear are
 * listed as well as the leaves in them; atomic containers count as one leaf.
 */
export function compareTyped(
  left: unknown,
  right: unknown,
  node: SchemaNode,
): Comparison {
  const result = {
    added: new FieldSet(),
    modified: new FieldSet(),
    removed: new FieldSet(),
  };
  walk(left, right, node, [], result);
  return result;
}

function walk(
  left: unknown,
  right: unknown,
  node: SchemaNode,
  path: string[],
  result: Comparison,
): void {
  if (left === undefined && right === undefined) return;
  const granular =
    isGranular(left ?? right, node) && isGranular(right ?? left, node);
  if (!granular) {
    leaf(left, right, path, result);
    return;
  }
  if (node.kind === 'list') walkList(left, right, node, path, result);
  else walkMap(left, right, node, path, result);
  if (left === undefined) result.added.insert(path);
  else if (right === undefined) result.removed.insert(path);
}

function isGranular(value: unknown, node: SchemaNode): boolean {
  if (value === null || value === undefined) {
    return (
      (node.kind === 'map' && !node.atomic) ||
      (node.kind === 'list' && node.listType !== 'atomic')
    );
  }
  if (isRecord(value))
    return node.kind === 'untyped' || (node.kind === 'map' && !node.atomic);
  return (
    Array.isArray(value) && node.kind === 'list' && node.listType !== 'atomic'
  );
}

function leaf(
  left: unknown,
  right: unknown,
  path: string[],
  result: Comparison,
): void {
  if (left === undefined) result.added.insert(path);
  else if (right === undefined) result.removed.insert(path);
  else if (!sameJson(left, right)) result.modified.insert(path);
}

function walkMap(
  left: unknown,
  right: unknown,
  node: SchemaNode,
  path: string[],
  result: Comparison,
): void {
  const a = isRecord(left) ? left : {};
  const b = isRecord(right) ? right : {};
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const type =
      node.kind === 'map'
        ? node.fields.get(key)?.node() ?? node.element?.() ?? UNTYPED
        : UNTYPED;
    walk(a[key], b[key], type, [...path, fieldElement(key)], result);
  }
}

function walkList(
  left: unknown,
  right: unknown,
  node: ListNode,
  path: string[],
  result: Comparison,
): void {
  const a = byElement(left, node);
  const b = byElement(right, node);
  for (const element of new Set([...a.keys(), ...b.keys()])) {
    walk(
      a.get(element),
      b.get(element),
      node.element(),
      [...path, element],
      result,
    );
  }
}

function byElement(items: unknown, node: ListNode): Map<string, unknown> {
  const list = Array.isArray(items) ? items : [];
  return new Map(list.map(item => [itemElement(node, item), item] as const));
}
