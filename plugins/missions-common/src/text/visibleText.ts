import { doubleBackslashes, replaceUnseen, unseenAt } from './unseen';

/** Backslashes and what they stand before. */
const NEXT = /(\\*)(u\{|[^])/gu;

/**
 * Text of others as it is shown and logged: what cannot be seen is written
 * out, such as `\u{202e}`, so that it neither reorders nor hides anything.
 * Once or twice gives the same.
 *
 * @public
 */
export function visibleText(text: string): string {
  return replaceUnseen(text, codePoint);
}

/**
 * A bare value of others, where it is compared with another: as
 * {@link visibleText}, and backslashes of its own before such a form, or before
 * what looks like one, are doubled. For what was not written out before; JSON has its
 * backslashes doubled already.
 *
 * @public
 */
export function visibleValue(value: string): string {
  return visibleText(doubleBackslashes(value));
}

/**
 * As {@link visibleValue} (a bare text) or {@link visibleText} (JSON), and the
 * characters at some offsets are written out as well.
 */
export function writtenOut(
  text: string,
  offsets: readonly number[],
  isBare: boolean,
): string {
  if (offsets.length === 0) {
    return isBare ? visibleValue(text) : visibleText(text);
  }
  const written = new Set([...offsets, ...unseenAt(text)]);
  const shown = text.replace(
    NEXT,
    (_match, slashes: string, next: string, at: number) => {
      const isWritten = written.has(at + slashes.length);
      const isDoubled = isBare && (isWritten || next === 'u{');
      return [
        slashes,
        isDoubled ? slashes : '',
        isWritten ? codePoint(next) : next,
      ].join('');
    },
  );
  // What belonged to a character that is written out now belongs to nothing.
  return visibleText(shown);
}

/** A character as it is written out. */
export function codePoint(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/**
 * JSON of a value for people and programs: what cannot be seen is escaped as
 * JSON does it, so that a program reads the same value.
 *
 * @public
 */
export function visibleJson(value: unknown): string {
  return replaceUnseen(JSON.stringify(value, null, 2), character =>
    character.split('').map(escapedUnit).join(''),
  );
}

function escapedUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
