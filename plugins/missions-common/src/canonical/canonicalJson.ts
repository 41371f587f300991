/**
 * JSON with sorted keys and without undefined members: equal content gives
 * equal text, on every machine. Numbers as JSON.stringify writes them.
 * Throws on what JSON cannot hold (functions, bigint, NaN, cycles).
 * @public
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member) => {
    if (typeof member === 'bigint' || typeof member === 'function') {
      throw new TypeError(`Canonical JSON cannot hold a ${typeof member}`);
    }
    if (typeof member === 'number' && !Number.isFinite(member)) {
      throw new TypeError(`Canonical JSON cannot hold ${member}`);
    }
    return isPlainObject(member) ? sortKeys(member) : member;
  });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortKeys(value: Record<string, unknown>): Record<string, unknown> {
  // A null prototype keeps a member called __proto__ an ordinary member.
  const sorted: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) {
    sorted[key] = value[key];
  }
  return sorted;
}
