import { clone, isRecord } from '../object';
import { ListNode, SchemaNode, UNTYPED } from '../schema/node';
import { itemElement } from './pathElement';

/** Lays an applied configuration over the live value: maps and keyed lists merge, the rest is replaced. */
export function mergeTyped(
  live: unknown,
  applied: unknown,
  node: SchemaNode,
): unknown {
  if (applied === undefined) return clone(live);
  if (isRecord(applied) && isRecord(live) && mergesMaps(node)) {
    const result: Record<string, unknown> = clone(live);
    for (const [key, value] of Object.entries(applied)) {
      const type =
        node.kind === 'map'
          ? node.fields.get(key)?.node() ?? node.element?.() ?? UNTYPED
          : UNTYPED;
      result[key] = mergeTyped(live[key], value, type);
    }
    return result;
  }
  if (Array.isArray(applied) && Array.isArray(live) && node.kind === 'list') {
    if (node.listType !== 'atomic') return mergeList(live, applied, node);
  }
  return clone(applied);
}

function mergesMaps(node: SchemaNode): boolean {
  return node.kind === 'untyped' || (node.kind === 'map' && !node.atomic);
}

/**
 * Items of both lists in one order: the applied order is kept, and items that
 * only the live list has stay behind the item they followed.
 */
function mergeList(
  live: unknown[],
  applied: unknown[],
  node: ListNode,
): unknown[] {
  const liveByElement = new Map(
    live.map(item => [itemElement(node, item), item] as const),
  );
  const appliedElements = new Set(applied.map(item => itemElement(node, item)));
  const result: unknown[] = [];
  let position = 0;
  const takeLiveOnly = () => {
    while (
      position < live.length &&
      !appliedElements.has(itemElement(node, live[position]))
    ) {
      result.push(clone(live[position]));
      position += 1;
    }
  };
  for (const item of applied) {
    const element = itemElement(node, item);
    takeLiveOnly();
    result.push(mergeTyped(liveByElement.get(element), item, node.element()));
    if (position < live.length && itemElement(node, live[position]) === element)
      position += 1;
    else if (liveByElement.has(element)) {
      const at = live.findIndex(
        (other, i) => i >= position && itemElement(node, other) === element,
      );
      if (at >= 0) live = [...live.slice(0, at), ...live.slice(at + 1)];
    }
  }
  takeLiveOnly();
  for (; position < live.length; position += 1) {
    if (!appliedElements.has(itemElement(node, live[position])))
      result.push(clone(live[position]));
  }
  return result;
}
