import { parseJson } from '../rows';

/**
 * A finding, as JSON, whose check the mission no longer has: it is told once
 * why nobody looks any more. Undefined: that was told, and it ends.
 */
export function tellLostCheck(
  checkId: string,
  findingJson: string,
): string | undefined {
  const finding = parseJson<Record<string, unknown>>(findingJson);
  const message = `Nobody looks any more: the mission no longer has the check '${checkId}'`;
  return finding?.message === message
    ? undefined
    : JSON.stringify({ ...finding, message });
}
