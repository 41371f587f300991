/**
 * A value of a field as it is written: text bare, the rest as JSON, nothing as nothing.
 *
 * @public
 */
export function formatValue(value: unknown): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value === 'string') {
    return value === '' ? '""' : value;
  }
  return JSON.stringify(value, undefined, 2);
}
