import { parseJson } from '../rows';

/** Why nobody looks for what a check found that the mission no longer has. */
export function whyLost(checkId: string): string {
  return `Nobody looks any more: the mission no longer has the check '${checkId}'`;
}

/** Why nobody looked for what a check found whose condition is false by now. */
export function whySkipped(checkId: string): string {
  return `Nobody looked: the condition of the check '${checkId}' does not hold any more`;
}

/**
 * A finding, as JSON, that is told once with why nobody looked. Undefined: that
 * was told, and it ends.
 */
export function tellOnce(
  message: string,
  findingJson: string,
): string | undefined {
  const finding = parseJson<Record<string, unknown>>(findingJson);
  return finding?.message === message
    ? undefined
    : JSON.stringify({ ...finding, message });
}
