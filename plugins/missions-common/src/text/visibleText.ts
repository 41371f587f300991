/**
 * What is not seen and yet changes what is read: controls but tab and line
 * breaks, marks of direction, zero widths, separators. The joiner of emoji and
 * of scripts that need it (U+200D, U+200C) is text.
 * Source: Unicode 16, Bidi_Control, and general categories Cc, Zl, Zp.
 */
const UNSEEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\r(?!\n)/g;

/**
 * Text of others as it is shown and logged: what cannot be seen is written
 * out, such as `\u{202e}`, so that it neither reorders nor hides anything.
 *
 * @public
 */
export function visibleText(text: string): string {
  return text.replace(
    UNSEEN,
    character => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

/**
 * JSON of a value for people and programs: what cannot be seen is escaped as
 * JSON does it, so that a program reads the same value.
 *
 * @public
 */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    UNSEEN,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The first character of a text that is written out, if there is one. */
export function unseenIn(text: string): string | undefined {
  return text.match(UNSEEN)?.[0];
}
