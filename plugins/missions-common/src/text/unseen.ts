/** Whose letters are joined, or kept apart, by what cannot be seen. */
const JOINING_SCRIPTS = [
  ...['Adlam', 'Arabic', 'Hanifi_Rohingya', 'Mongolian', 'Nko', 'Syriac'],
  ...['Bengali', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Kannada', 'Malayalam'],
  ...['Oriya', 'Sinhala', 'Tamil', 'Telugu', 'Tibetan'],
  ...['Balinese', 'Javanese', 'Khmer', 'Myanmar', 'Sundanese'],
]
  .map(script => `\\p{Script_Extensions=${script}}`)
  .join('');

/** A letter or mark of such a script that is seen itself. */
const JOINING = String.raw`(?=[\p{L}\p{M}])(?!\p{Default_Ignorable_Code_Point})[${JOINING_SCRIPTS}]`;

const PICTURE = String.raw`\p{Extended_Pictographic}`;

/** What belongs to the text around it: line breaks, parts of emoji, joiners. */
const TEXT = [
  String.raw`[\t\n]|\r\n`,
  String.raw`(?<=${PICTURE}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d(?=${PICTURE})`,
  String.raw`(?<=${PICTURE})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=${JOINING})[\u200c\u200d](?=${JOINING})`,
].join('|');

/** Controls, separators, halves of pairs, what no font draws, the empty Braille cell. */
const HIDDEN = String.raw`[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]`;

/**
 * What is not seen, or looks like a blank that it is not, and yet changes what
 * is read. Source: Unicode's properties; blanks such as U+00A0 are text.
 */
const ONE = `(?=${HIDDEN})(?!${TEXT}).`;
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
