import { doubleBackslashes, replaceUnseen } from './unseen';

/**
 * Text of others as it is shown and logged: what cannot be seen is written
 * out, such as `\u{202e}`, so that it neither reorders nor hides anything.
 * Once or twice gives the same.
 *
 * @public
 */
export function visibleText(text: string): string {
  return replaceUnseen(
    text,
    character => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
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
