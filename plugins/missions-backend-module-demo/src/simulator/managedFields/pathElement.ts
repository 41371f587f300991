import { isRecord } from '../object';
import { ListNode, SchemaNode } from '../schema/node';

/** The element for a field of a struct or a key of a map. */
export function fieldElement(name: string): string {
  return `f:${name}`;
}

/** The element for an item of a set or of a list with keys. */
export function itemElement(list: ListNode, item: unknown): string {
  if (list.listType === 'set') return `v:${JSON.stringify(item)}`;
  const element = list.element();
  const keys: Record<string, unknown> = {};
  for (const key of [...list.keys].sort()) {
    const value = isRecord(item) ? item[key] : undefined;
    const known = value ?? keyDefault(element, key);
    if (known !== undefined) keys[key] = known;
  }
  return `k:${JSON.stringify(keys)}`;
}

/** A path as the API server prints it: `.spec.containers[name="x"].image`. */
export function printPath(path: readonly string[]): string {
  return path.map(printElement).join('');
}

function printElement(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  if (element.startsWith('i:')) return `[${rest}]`;
  const keys = JSON.parse(rest) as Record<string, unknown>;
  return `[${Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',')}]`;
}

function keyDefault(element: SchemaNode, key: string): unknown {
  return element.kind === 'map' ? element.fields.get(key)?.default : undefined;
}
