import { visibleText } from '@mission-control/plugin-missions-common';
import { isFreeForm } from './freeForm';

/**
 * Writes out what cannot be seen in the texts of an answer, so that no page
 * shows another text than was written. Free-form content is not touched: it
 * may be sent back, and is written out by what draws it.
 */
export function visibleProse<T>(value: T): T {
  if (typeof value === 'string') {
    return visibleText(value) as T;
  }
  if (Array.isArray(value)) {
    return value.map(item => visibleProse(item)) as T;
  }
  if (value === null || typeof value !== 'object' || value instanceof Date) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      isFreeForm(key) ? field : visibleProse(field),
    ]),
  ) as T;
}
