import { canonicalJson } from '@mission-control/plugin-missions-common';

/** Whether two JSON values are the same, whatever the order of their names. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  if (a === undefined || b === undefined) {
    return false;
  }
  return canonicalJson(a) === canonicalJson(b);
}
