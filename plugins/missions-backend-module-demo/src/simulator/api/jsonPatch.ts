import { clone, isRecord, sameJson } from '../object';
import { ApiError } from '../status';

/** JSON merge patch (RFC 7386). Returns the patched value. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return clone(patch);
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return result;
}

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** JSON patch (RFC 6902). Throws 422 when an operation does not fit the document. */
export function applyJsonPatch(
  target: unknown,
  operations: Operation[],
): unknown {
  const root = { value: clone(target) };
  for (const operation of operations) applyOperation(root, operation);
  return root.value;
}

function applyOperation(root: { value: unknown }, operation: Operation): void {
  const path = parsePointer(operation.path);
  switch (operation.op) {
    case 'add':
      add(root, path, operation.value);
      break;
    case 'replace':
      read(root, path, operation);
      remove(root, path, operation);
      add(root, path, operation.value);
      break;
    case 'remove':
      remove(root, path, operation);
      break;
    case 'test':
      if (!sameJson(readOrUndefined(root, path), operation.value ?? null)) {
        throw refused(`testing path ${operation.path}: test failed`);
      }
      break;
    case 'copy':
    case 'move': {
      const from = parsePointer(operation.from ?? '');
      const value = clone(read(root, from, operation));
      if (operation.op === 'move') remove(root, from, operation);
      add(root, path, value);
      break;
    }
    default:
      throw refused(`unexpected operation "${operation.op}"`);
  }
}

function parsePointer(pointer: string): string[] {
  if (pointer === '') return ['value'];
  const parts = String(pointer).split('/').slice(1);
  return [
    'value',
    ...parts.map(part => part.replace(/~1/g, '/').replace(/~0/g, '~')),
  ];
}

function readOrUndefined(root: unknown, path: string[]): unknown {
  let current: any = root;
  for (const part of path) current = current?.[part];
  return current;
}

function read(root: unknown, path: string[], operation: Operation): unknown {
  const value = readOrUndefined(root, path);
  if (value === undefined)
    throw refused(
      `${operation.op} operation does not apply: doc is missing path: "${operation.path}": missing value`,
    );
  return value;
}

function add(root: unknown, path: string[], value: unknown): void {
  const parent: any = readOrUndefined(root, path.slice(0, -1));
  const last = path[path.length - 1];
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (!(index >= 0 && index <= parent.length))
      throw refused(`index ${last} is out of bounds`);
    parent.splice(index, 0, clone(value));
  } else if (isRecord(parent)) parent[last] = clone(value);
  else
    throw refused(
      `add operation does not apply: doc is missing path: "/${path
        .slice(1)
        .join('/')}": missing value`,
    );
}

function remove(root: unknown, path: string[], operation: Operation): void {
  read(root, path, operation);
  const parent: any = readOrUndefined(root, path.slice(0, -1));
  const last = path[path.length - 1];
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}

/** A real server does not say which operation it was. */
function refused(_why: string): ApiError {
  return new ApiError(
    422,
    'Invalid',
    'the server rejected our request due to an error in our request',
    {},
  );
}
