import { comparedValues } from '@mission-control/plugin-missions-common';

/**
 * A value of a field as it is written: text bare, the rest as JSON, nothing as
 * nothing, and what cannot be seen written out. Values that are compared belong
 * to `comparedValues`.
 *
 * @public
 */
export function formatValue(value: unknown): string {
  return comparedValues([value], 'lines')[0];
}
