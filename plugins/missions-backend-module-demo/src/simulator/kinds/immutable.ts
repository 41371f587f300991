import { clone, isRecord, KubeObject, sameJson, valueAt } from '../object';
import recorded from '../schema/generated/immutable.json';
import { StatusCause } from '../status';

/** A part of a kind that cannot be changed after creation. */
export interface ImmutableRule {
  readonly field: string;
  readonly reason: string;
  readonly rule: string;
  /** What can be changed within the field, though: `spec.containers[].image`. */
  readonly except: readonly string[];
}

/** What cannot be changed, by kind (`apps/v1/Deployment`), as recorded from a real server. */
export const IMMUTABLE: Readonly<Record<string, readonly ImmutableRule[]>> =
  recorded.rules;

/** What the server prints of a field in another form than it was sent. */
const PRINTED: Readonly<Record<string, (value: any) => unknown>> = {
  roleRef: value => ({
    APIGroup: value?.apiGroup,
    Kind: value?.kind,
    Name: value?.name,
  }),
};

/** Finds what was changed and cannot be; `free` are paths that this object may change all the same. */
export function findImmutable(
  object: KubeObject,
  live: KubeObject,
  rules: readonly ImmutableRule[],
  free: readonly string[] = [],
): StatusCause[] {
  return rules.flatMap(({ field, reason, rule, except }) => {
    const at = field.split('.');
    const [now, before] = [object, live].map(one =>
      valueAt(without(one, [...except, ...free]), at),
    );
    if (sameJson(now, before)) return [];
    if (reason === 'FieldValueForbidden') {
      return [{ reason, message: `Forbidden: ${rule}`, field }];
    }
    const print = PRINTED[field] ?? ((value: unknown) => value ?? null);
    const value = JSON.stringify(print(valueAt(object, at)));
    return [{ reason, message: `Invalid value: ${value}: ${rule}`, field }];
  });
}

function without(object: KubeObject, paths: readonly string[]): KubeObject {
  if (paths.length === 0) return object;
  const rest = clone(object);
  for (const path of paths) drop(rest, path.split('.'));
  return rest;
}

function drop(value: unknown, [part, ...more]: readonly string[]): void {
  if (!isRecord(value)) return;
  const field = part.replace('[]', '');
  if (more.length === 0) delete value[field];
  else if (field === part) drop(value[field], more);
  else if (Array.isArray(value[field]))
    value[field].forEach((item: unknown) => drop(item, more));
}
