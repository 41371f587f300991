/** A value of a field as it is written: text bare, the rest as JSON. */
export function formatValue(value: unknown): string {
  if (value === undefined) {
    return 'not set';
  }
  if (typeof value === 'string') {
    return value === '' ? '""' : value;
  }
  return JSON.stringify(value, undefined, 2);
}
