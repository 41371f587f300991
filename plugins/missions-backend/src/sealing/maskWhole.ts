import { MASK } from './Masker';

/** A copy of a value that is secret as a whole: only its shape is left, and what is true, false or empty. */
export function maskWhole(value: unknown): unknown {
  if (typeof value === 'string') {
    return value === '' ? '' : MASK;
  }
  if (typeof value === 'number') {
    return MASK;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(maskWhole)
    : Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, maskWhole(item)]),
      );
}
