import type { FieldChange } from '../schema/openapi';
import { canonicalJson } from '../canonical';
import { itemNames, memberPath } from './fieldPath';

/** Options of {@link fieldDiff}. @public */
export interface FieldDiffOptions {
  /** Paths, or everything below them, whose values are masked. */
  secret?: (path: string) => boolean;
  /** Shows a masked value, such as `*** (3f2a91)`: equal values show alike. */
  mask?: (value: unknown) => string;
}

/**
 * The leaf paths in which two JSON values differ. Lists of objects are matched
 * by their keys (`containers[name=web]`), other lists are leaves when they
 * hold scalars and matched by position otherwise. `before` or `after` is
 * absent where the leaf is.
 * @public
 */
export function fieldDiff(
  before: unknown,
  after: unknown,
  options: FieldDiffOptions = {},
): FieldChange[] {
  const found: FieldChange[] = [];
  walk('', before, after, change => found.push(show(change, options)));
  return found;
}

type Change = { path: string; before?: unknown; after?: unknown };

function walk(
  path: string,
  before: unknown,
  after: unknown,
  report: (change: Change) => void,
) {
  if (
    (hasMembers(before) || hasMembers(after)) &&
    isAbsentOr(before, isObject) &&
    isAbsentOr(after, isObject)
  ) {
    walkMembers(path, before ?? {}, after ?? {}, report);
    return;
  }
  if (
    (isObjectList(before) || isObjectList(after)) &&
    isAbsentOr(before, isList) &&
    isAbsentOr(after, isList)
  ) {
    walkItems(path, before ?? [], after ?? [], report);
    return;
  }
  if (!isSame(before, after)) {
    report({
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
}

function walkMembers(
  path: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  report: (change: Change) => void,
) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  for (const name of names) {
    const has = (value: object) =>
      Object.prototype.hasOwnProperty.call(value, name);
    walk(
      memberPath(path, name),
      has(before) ? before[name] : undefined,
      has(after) ? after[name] : undefined,
      report,
    );
  }
}

function walkItems(
  path: string,
  before: readonly unknown[],
  after: readonly unknown[],
  report: (change: Change) => void,
) {
  const nameOf = itemNames(before, after);
  const byName = (items: readonly unknown[]) =>
    new Map(items.map((item, index) => [nameOf(item, index), item]));
  const old = byName(before);
  const now = byName(after);
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    walk(`${path}${name}`, old.get(name), now.get(name), report);
  }
}

function show(change: Change, { secret, mask }: FieldDiffOptions): FieldChange {
  if (!secret?.(change.path)) {
    return change;
  }
  const hide = mask ?? (() => '***');
  return {
    path: change.path,
    secret: true,
    ...('before' in change ? { before: hide(change.before) } : {}),
    ...('after' in change ? { after: hide(change.after) } : {}),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An empty object is a leaf: `emptyDir: {}` says something. */
function hasMembers(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function isObjectList(value: unknown): value is unknown[] {
  return (
    Array.isArray(value) &&
    value.some(item => typeof item === 'object' && item !== null)
  );
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isAbsentOr<T>(
  value: unknown,
  is: (present: unknown) => present is T,
): value is T | undefined {
  return value === undefined || is(value);
}

function isSame(before: unknown, after: unknown): boolean {
  if (before === undefined || after === undefined) {
    return before === after;
  }
  return canonicalJson(before) === canonicalJson(after);
}
