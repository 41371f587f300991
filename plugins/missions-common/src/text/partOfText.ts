/** Whose letters are joined, or kept apart, by what cannot be seen. */
const JOINING_SCRIPTS = [
  ...['Adlam', 'Arabic', 'Hanifi_Rohingya', 'Mongolian', 'Nko', 'Syriac'],
  ...['Bengali', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Kannada', 'Malayalam'],
  ...['Oriya', 'Sinhala', 'Tamil', 'Telugu', 'Tibetan'],
  ...['Balinese', 'Javanese', 'Khmer', 'Myanmar', 'Sundanese'],
];

/** Of these, those whose letters look different at the end of a word. */
const CURSIVE_SCRIPTS = JOINING_SCRIPTS.slice(0, 6);

/** Written without blanks; U+200B says where a line may break. */
const UNSPACED_SCRIPTS = ['Khmer', 'Lao', 'Myanmar', 'Thai'];

const JOINING = letterOf(JOINING_SCRIPTS);
const CURSIVE = letterOf(CURSIVE_SCRIPTS);
const UNSPACED = letterOf(UNSPACED_SCRIPTS);
const ARABIC = letterOf(['Arabic']);
const MONGOLIAN = letterOf(['Mongolian']);
const HAN = String.raw`\p{Unified_Ideograph}`;
const PICTURE = String.raw`\p{Extended_Pictographic}`;

/** Viramas of the scripts that write half or final letters with U+200D. */
const VIRAMA = String.raw`[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]`;
const ARABIC_DIGIT = String.raw`[\u0660-\u0669\u06f0-\u06f9]`;

/** Where a word ends: no letter, digit or other hidden character follows. */
const WORD_END = String.raw`(?=$|\r?\n|(?!\u2800)[\t\p{Zs}\p{P}\p{S}])`;

/** Mathematical signs of which Unicode's StandardizedVariants knows a second form. */
const VARIED_SIGN = String.raw`[\u2205\u2229\u222a\u2268\u2269\u2272\u2273\u228a\u228b\u2293-\u2295\u2297\u229c\u22da\u22db\u2a3c\u2a3d\u2a9d\u2a9e\u2aac\u2aad\u2acb\u2acc]`;
/** Full stops and the like of Chinese and Japanese, for their place in the cell. */
const VARIED_STOP = String.raw`[\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f]`;

/** Region and end of the flags that UTS #51 recommends; in others a text could hide. */
const FLAGS = ['gbeng', 'gbsct', 'gbwls'];

/**
 * Pattern of what cannot be seen and yet belongs to the text around it: line
 * breaks, parts of emoji (UTS #51), joiners between letters that join or after a
 * virama (UAX #31, A1, A2 and B), at the ends of words of cursive scripts, between an
 * Arabic digit or a closing bracket and a letter, variations (StandardizedVariants, UTS #37),
 * Mongolian vowel separators, hints for line breaks of scripts without blanks.
 *
 * Beside Latin letters and ASCII digits nothing of this belongs to the text.
 * Marks of direction (U+061C, U+200E, U+200F) do not either, not even in Hebrew
 * or Arabic, since they reorder what is read; nor the soft hyphen, which makes
 * `my\u00adapp` look like another name, nor tags except in those flags.
 */
export const PART_OF_TEXT = [
  String.raw`[\t\n]|\r\n`,
  String.raw`(?<=${PICTURE}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d(?=${PICTURE})`,
  String.raw`(?<=${PICTURE})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  ...FLAGS.flatMap(tagsOfFlag),
  String.raw`(?<=${JOINING})[\u200c\u200d](?=${JOINING})`,
  String.raw`(?<=${JOINING}${VIRAMA})\u200d${WORD_END}`,
  String.raw`(?<=${CURSIVE})[\u200c\u200d]${WORD_END}`,
  String.raw`(?<=${ARABIC_DIGIT}|[\p{Pe}\p{Pf}])\u200c(?=${ARABIC})`,
  String.raw`(?<=${HAN})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=${VARIED_SIGN})\ufe00`,
  String.raw`(?<=${VARIED_STOP})[\ufe00\ufe01]`,
  String.raw`(?<=${MONGOLIAN})[\u180b-\u180d\u180f]`,
  String.raw`(?<=${MONGOLIAN}[\u180b-\u180d\u180f]?)\u180e(?=${MONGOLIAN})`,
  String.raw`(?<=${UNSPACED})\u200b(?=${UNSPACED})`,
].join('|');

/** A letter or mark of such scripts that is seen itself. */
function letterOf(scripts: readonly string[]): string {
  const any = scripts
    .map(script => `\\p{Script_Extensions=${script}}`)
    .join('');
  return String.raw`(?=[\p{L}\p{M}])(?!\p{Default_Ignorable_Code_Point})[${any}]`;
}

/** Each tag of a flag, between those before it and those after it. */
function tagsOfFlag(region: string): string[] {
  const tags = [...region]
    .map(letter => `\\u{e00${letter.charCodeAt(0).toString(16)}}`)
    .concat('\\u{e007f}');
  return tags.map(
    (tag, at) =>
      `(?<=\\u{1f3f4}${tags.slice(0, at).join('')})${tag}(?=${tags
        .slice(at + 1)
        .join('')})`,
  );
}
