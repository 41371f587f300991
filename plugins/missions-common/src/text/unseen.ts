import { PART_OF_TEXT } from './partOfText';

/** Controls, separators, halves of pairs, what no font draws, the empty Braille cell. */
const HIDDEN = String.raw`[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]`;

/**
 * What is not seen, or looks like a blank that it is not, and yet changes what
 * is read. Source: Unicode's properties; blanks such as U+00A0 are text, unless
 * they tell compared values apart.
 */
const ONE = `(?=${HIDDEN})(?!${PART_OF_TEXT}).`;
const UNSEEN = new RegExp(ONE, 'gsu');

/** Backslashes before what is written out, or before what looks like that. */
const BACKSLASHES = new RegExp(String.raw`(?<!\\)\\+(?=u\{|${ONE})`, 'gsu');

/** The text with what is not seen written by `write`. */
export function replaceUnseen(
  text: string,
  write: (character: string) => string,
): string {
  return text.replace(UNSEEN, write);
}

/** Where a text has what is not seen: offsets in UTF-16 units. */
export function unseenAt(text: string): number[] {
  return Array.from(text.matchAll(UNSEEN), match => match.index!);
}

/** The text in which an odd number of backslashes before `u{` is not its own. */
export function doubleBackslashes(text: string): string {
  return text.replace(BACKSLASHES, run => run + run);
}

/** The first character of a text that is written out, if there is one. */
export function unseenIn(text: string): string | undefined {
  return text.match(UNSEEN)?.[0];
}

/**
 * Whether nothing of a text would be seen.
 *
 * @public
 */
export function isUnseen(text: string): boolean {
  return text.replace(UNSEEN, '').trim() === '';
}
