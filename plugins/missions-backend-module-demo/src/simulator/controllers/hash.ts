import { createHash } from 'node:crypto';
import { isRecord } from '../object';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const LENGTH = 10;

/** A short name part that follows from a value, as `pod-template-hash` does from the template. */
export function shortHash(value: unknown): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest();
  return Array.from(
    { length: LENGTH },
    (_, i) => ALPHABET[digest[i] % ALPHABET.length],
  ).join('');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  );
}
