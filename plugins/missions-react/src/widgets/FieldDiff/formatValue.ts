import {
  visibleText,
  visibleValue,
} from '@mission-control/plugin-missions-common';

/**
 * A value of a field as it is written: text bare, the rest as JSON, nothing as
 * nothing, and what cannot be seen written out.
 *
 * @public
 */
export function formatValue(value: unknown): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value === 'string') {
    return value === '' ? '""' : visibleValue(value);
  }
  return visibleText(JSON.stringify(value, undefined, 2));
}
