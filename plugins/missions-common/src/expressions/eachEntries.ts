import { MissionError } from '../errors';

/** Entries of one `each`. */
const MAX_ENTRIES = 200;

/**
 * The entries of an evaluated `each`, in order. A list of different short
 * texts uses them as keys, any other list its indexes, a map its keys sorted.
 * Throws EXPRESSION_FAILED for anything else or more than 200 entries.
 * @public
 */
export function eachEntries(value: unknown): { key: string; value: unknown }[] {
  const entries = toEntries(value);
  if (entries.length > MAX_ENTRIES) {
    throw new MissionError(
      'EXPRESSION_FAILED',
      `"each" has ${entries.length} entries; at most ${MAX_ENTRIES} are allowed`,
    );
  }
  return entries;
}

function toEntries(value: unknown): { key: string; value: unknown }[] {
  if (Array.isArray(value)) {
    const texts = value.every(
      item => typeof item === 'string' && /^[A-Za-z0-9._-]{1,63}$/.test(item),
    );
    const keyed = texts && new Set(value).size === value.length;
    return value.map((item, index) => ({
      key: keyed ? item : String(index),
      value: item,
    }));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.keys(value)
      .sort()
      .map(key => ({ key, value: (value as Record<string, unknown>)[key] }));
  }
  throw new MissionError(
    'EXPRESSION_FAILED',
    `"each" yields ${
      value === null ? 'null' : `a ${typeof value}`
    }, expected a list or a map`,
  );
}
