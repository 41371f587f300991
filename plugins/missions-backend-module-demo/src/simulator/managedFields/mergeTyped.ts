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
  const elementOf = (item: unknown) => itemElement(node, item);
  const liveByElement = new Map(live.map(item => [elementOf(item), item]));
  const appliedElements = new Set(applied.map(elementOf));
  const merged = applied.map(item =>
    mergeTyped(liveByElement.get(elementOf(item)), item, node.element()),
  );
  const result: unknown[] = [];
  let next = 0;
  for (const item of live) {
    const element = elementOf(item);
    if (!appliedElements.has(element)) {
      result.push(clone(item));
      continue;
    }
    const at = applied.findIndex(other => elementOf(other) === element);
    if (at < next) continue;
    result.push(...merged.slice(next, at + 1));
    next = at + 1;
  }
  return [...result, ...merged.slice(next)];
}
