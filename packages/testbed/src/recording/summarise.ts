import { isDeepStrictEqual } from 'node:util';
import type { Observation } from './observe';

/** The defaults of a server, as the simulator reads them. */
export interface RecordedDefaults {
  /** Filled in wherever a type is used: type, field, value. */
  readonly types: Record<string, Record<string, unknown>>;
  /** Filled in at one place of a kind, but not elsewhere in the same type: kind, path, value. */
  readonly kinds: Record<string, Record<string, unknown>>;
  /** Filled in by what other fields say: kind, path. Functions in `kinds/` do it. */
  readonly dependent: Record<string, readonly string[]>;
}

/** Sorts observations: what is the same wherever a field is absent is a constant. */
export function summarise(
  observations: readonly Observation[],
): RecordedDefaults {
  const types: Record<string, Record<string, unknown>> = {};
  const kinds: Record<string, Record<string, unknown>> = {};
  const dependent: Record<string, string[]> = {};
  for (const [, group] of groups(observations, o => `${o.type} ${o.field}`)) {
    const [{ type, field, value }] = group;
    if (isConstant(group)) {
      (types[type] ??= {})[field] = value;
      continue;
    }
    for (const [, place] of groups(group, o => `${o.kind} ${o.path}`)) {
      const [{ kind, path, value: there }] = place;
      if (isConstant(place)) {
        (kinds[kind] ??= {})[path] = there;
      } else if (place.some(isDefault)) {
        (dependent[kind] ??= []).push(path);
      }
    }
  }
  Object.values(dependent).forEach(paths => paths.sort());
  return { types, kinds, dependent };
}

function isConstant(seen: readonly Observation[]): boolean {
  return seen.every(
    one => isDefault(one) && isDeepStrictEqual(one.value, seen[0].value),
  );
}

function isDefault({ value, owned }: Observation): boolean {
  return value !== undefined && owned;
}

function groups(
  seen: readonly Observation[],
  keyOf: (one: Observation) => string,
): Map<string, Observation[]> {
  const found = new Map<string, Observation[]>();
  for (const one of seen) {
    const key = keyOf(one);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
}
