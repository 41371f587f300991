import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/** Whether a text has the form of an id. */
export function isId(text: string): boolean {
  return (
    text.length === TIME_CHARACTERS + RANDOM_CHARACTERS &&
    [...text].every(character => ALPHABET.includes(character))
  );
}

/** A new id: 26 characters, sortable by time to the millisecond, DNS-like. */
export function newId(now: Date = new Date()): string {
  let time = '';
  let rest = now.getTime();
  for (let index = 0; index < TIME_CHARACTERS; index++) {
    time = ALPHABET[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  const random = Array.from(
    randomBytes(RANDOM_CHARACTERS),
    byte => ALPHABET[byte % 32],
  );
  return time + random.join('');
}

/** The id that a text always has: for what is made once by its key. */
export function idOf(text: string): string {
  const length = TIME_CHARACTERS + RANDOM_CHARACTERS;
  const bytes = createHash('sha256').update(text).digest().subarray(0, length);
  return Array.from(bytes, byte => ALPHABET[byte % 32]).join('');
}
