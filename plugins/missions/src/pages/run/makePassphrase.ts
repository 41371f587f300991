/** Without letters that look alike: 31 of them, so each is worth almost 5 bits. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 6;
const GROUP_LENGTH = 4;

/** A passphrase at random, of about 118 bits: `k7wd-…`, six groups of four. */
export function makePassphrase(): string {
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, letter).join(''),
  );
  return groups.join('-');
}

/** Each letter equally likely: numbers beyond a multiple are drawn again. */
function letter(): string {
  const limit = 256 - (256 % LETTERS.length);
  for (;;) {
    const [number] = crypto.getRandomValues(new Uint8Array(1));
    if (number < limit) {
      return LETTERS[number % LETTERS.length];
    }
  }
}
