/**
 * Keys by which lists of objects are matched, tried in this order. They are
 * the list-map keys that Kubernetes uses most; a list whose items do not carry
 * one of them uniquely is compared by position.
 */
const LIST_KEYS: readonly (readonly string[])[] = [
  ['name'],
  ['containerPort', 'protocol'],
  ['port', 'protocol'],
  ['mountPath'],
  ['type'],
  ['key'],
  ['ip'],
  ['uid'],
];

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Appends a member to a path: `a.b`, or `a["b.c/d"]`. */
export function memberPath(path: string, name: string): string {
  if (!PLAIN_NAME.test(name)) {
    return `${path}[${JSON.stringify(name)}]`;
  }
  return path === '' ? name : `${path}.${name}`;
}

/**
 * Names the items of two lists so that the same item has the same name in
 * both: `[name=web]`, or `[0]` where no key fits both lists.
 */
export function itemNames(
  before: readonly unknown[],
  after: readonly unknown[],
): (item: unknown, index: number) => string {
  const keys = LIST_KEYS.find(
    candidate => isUnique(before, candidate) && isUnique(after, candidate),
  );
  if (!keys || before.length + after.length === 0) {
    return (_item, index) => `[${index}]`;
  }
  return item => `[${keyText(item as Record<string, unknown>, keys)}]`;
}

function isUnique(items: readonly unknown[], keys: readonly string[]): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      return false;
    }
    const first = (item as Record<string, unknown>)[keys[0]];
    if (first === undefined || typeof first === 'object') {
      return false;
    }
    seen.add(keyText(item as Record<string, unknown>, keys));
  }
  return seen.size === items.length;
}

function keyText(item: Record<string, unknown>, keys: readonly string[]) {
  return keys
    .filter(key => item[key] !== undefined)
    .map(key => `${key}=${item[key]}`)
    .join(',');
}
