import { isRecord } from '../object';
import { SchemaNode, UNTYPED } from '../schema/node';
import { FieldSet } from './fieldSet';
import { fieldElement, itemElement } from './pathElement';

/**
 * A value without the paths of the set. Containers that become empty by this
 * disappear; undefined when nothing is left.
 */
export function removeItems(
  value: unknown,
  node: SchemaNode,
  remove: FieldSet,
): unknown {
  if (isRecord(value)) {
    const entries: [string, unknown][] = [];
    for (const [key, child] of Object.entries(value)) {
      const element = fieldElement(key);
      if (remove.members.has(element)) continue;
      const below = remove.below(element);
      const type =
        node.kind === 'map'
          ? node.fields.get(key)?.node() ?? node.element?.() ?? UNTYPED
          : UNTYPED;
      const kept = below.isEmpty ? child : removeItems(child, type, below);
      if (kept !== undefined) entries.push([key, kept]);
    }
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  }
  if (
    Array.isArray(value) &&
    node.kind === 'list' &&
    node.listType !== 'atomic'
  ) {
    const items: unknown[] = [];
    for (const item of value) {
      const element = itemElement(node, item);
      if (remove.members.has(element)) continue;
      const below = remove.below(element);
      const kept = below.isEmpty
        ? item
        : removeItems(item, node.element(), below);
      if (kept !== undefined) items.push(kept);
    }
    return items.length > 0 ? items : undefined;
  }
  return value;
}

/** Adds the declared fields on the way to each path: they count as members when items are removed. */
export function withNamedFields(set: FieldSet, node: SchemaNode): FieldSet {
  const result = new FieldSet();
  for (const member of set.members) result.members.add(member);
  for (const [element, child] of set.children) {
    const name = element.slice(2);
    const named =
      element.startsWith('f:') && node.kind === 'map' && node.fields.has(name);
    if (named) result.members.add(element);
    result.children.set(
      element,
      withNamedFields(child, nodeBelow(node, element)),
    );
  }
  return result;
}

function nodeBelow(node: SchemaNode, element: string): SchemaNode {
  if (node.kind === 'list') return node.element();
  if (node.kind !== 'map' || !element.startsWith('f:')) return UNTYPED;
  return (
    node.fields.get(element.slice(2))?.node() ?? node.element?.() ?? UNTYPED
  );
}
