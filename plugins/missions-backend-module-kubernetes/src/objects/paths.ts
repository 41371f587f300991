/** One item of a list that is addressed by its merge keys. */
export interface KeyedItem {
  readonly keys: Readonly<Record<string, unknown>>;
}

/** One step of a path: a field, or an item of a keyed list. */
export type Segment = string | KeyedItem;

/** A way from the root of an object to a value. */
export type Path = readonly Segment[];

/** `spec.template.spec.containers[name=web].image`; fields with dots are quoted. */
export function formatPath(path: Path): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment !== 'string') {
      const keys = Object.entries(segment.keys)
        .map(([key, value]) => `${key}=${keyText(value)}`)
        .join(',');
      text += `[${keys}]`;
    } else if (/^[A-Za-z0-9_$-]+$/.test(segment)) {
      text += text ? `.${segment}` : segment;
    } else {
      text += `["${segment.replace(/"/g, '\\"')}"]`;
    }
  }
  return text;
}

/** Items of a custom resource may have anything where others have a name. */
function keyText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Whether `path` is `prefix` or below it; both as {@link formatPath} writes them. */
export function isAtOrBelow(path: string, prefix: string): boolean {
  if (path === prefix) {
    return true;
  }
  return path.startsWith(prefix) && ['.', '['].includes(path[prefix.length]);
}

const keysByField: Record<string, readonly (readonly string[])[]> = {
  ports: [
    ['containerPort', 'protocol'],
    ['port', 'protocol'],
  ],
  volumeMounts: [['mountPath']],
  volumeDevices: [['devicePath']],
  ownerReferences: [['uid']],
  hostAliases: [['ip']],
  conditions: [['type']],
  topologySpreadConstraints: [['topologyKey', 'whenUnsatisfiable']],
};
const keyDefaults: Record<string, unknown> = { protocol: 'TCP' };

/** The keys that address one item of a list. */
export function keysOf(item: any, keys: readonly string[]): KeyedItem {
  return {
    keys: Object.fromEntries(
      keys.map(key => [key, item[key] ?? keyDefaults[key]]),
    ),
  };
}

/** Whether two keyed items are addressed alike. */
export function sameKeys(a: KeyedItem, b: KeyedItem): boolean {
  return JSON.stringify(a.keys) === JSON.stringify(b.keys);
}

/**
 * The merge keys of a list below a field, when every given list can be
 * addressed by them without ambiguity; undefined: the list is one value.
 */
export function listKeys(
  field: string | undefined,
  ...lists: readonly unknown[][]
): readonly string[] | undefined {
  const items = lists.flat();
  if (items.length === 0 || !items.every(isRecord)) {
    return undefined;
  }
  const candidates = [...(ownKeys(field) ?? []), ['name']];
  return candidates.find(keys =>
    lists.every(list => {
      const seen = list.map(item => JSON.stringify(keysOf(item, keys).keys));
      return (
        list.every((item: any) => item[keys[0]] !== undefined) &&
        new Set(seen).size === seen.length
      );
    }),
  );
}

function ownKeys(field = '') {
  return Object.hasOwn(keysByField, field) ? keysByField[field] : undefined;
}

/** A JSON object, not a list and not null. */
export function isRecord(value: unknown): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path, or undefined. */
export function getAt(root: unknown, path: Path): unknown {
  let value: any = root;
  for (const segment of path) {
    if (value === undefined || value === null) {
      return undefined;
    }
    value = childAt(value, segment);
  }
  return value;
}

/**
 * Sets or, with undefined, removes the value at a path, in place; parents are
 * made as needed, and parents that the removal left empty go too when
 * `pruneEmpty` says so.
 */
export function setAt(
  root: any,
  path: Path,
  value: unknown,
  pruneEmpty = false,
): void {
  const [segment, ...rest] = path;
  if (rest.length === 0) {
    put(root, segment, value);
    return;
  }
  let child = childAt(root, segment);
  if (child === undefined || child === null) {
    if (value === undefined) {
      return;
    }
    child = typeof rest[0] === 'string' ? {} : [];
    put(root, segment, child);
    child = childAt(root, segment);
  }
  setAt(child, rest, value, pruneEmpty);
  if (pruneEmpty && value === undefined && isEmpty(child, segment)) {
    put(root, segment, undefined);
  }
}

function isEmpty(child: any, segment: Segment): boolean {
  if (Array.isArray(child)) {
    return child.length === 0;
  }
  const left = Object.keys(child);
  return typeof segment === 'string'
    ? left.length === 0
    : left.every(key => key in segment.keys);
}

function findItem(list: unknown, segment: KeyedItem): any {
  return Array.isArray(list)
    ? list.find(
        item =>
          isRecord(item) &&
          sameKeys(keysOf(item, Object.keys(segment.keys)), segment),
      )
    : undefined;
}

/** Only what the object itself holds: a member may be called constructor. */
function childAt(node: any, segment: Segment): any {
  if (typeof segment !== 'string') {
    return findItem(node, segment);
  }
  return Object.hasOwn(node, segment) ? node[segment] : undefined;
}

function put(node: any, segment: Segment, value: unknown): void {
  if (typeof segment === 'string') {
    if (value === undefined) {
      delete node[segment];
    } else {
      node[segment] = value;
    }
    return;
  }
  const index = (node as any[]).indexOf(findItem(node, segment));
  if (value === undefined) {
    if (index >= 0) {
      node.splice(index, 1);
    }
  } else if (index >= 0) {
    node[index] = value;
  } else {
    node.push(isRecord(value) ? { ...segment.keys, ...value } : value);
  }
}
