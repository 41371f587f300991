/**
 * Since when something is told without a break, in milliseconds: what was told
 * once, and was over for longer than `gapMs`, is another matter by now.
 *
 * @param told - when it was told, the latest first
 * @param until - to when it certainly held: now, or when it was told last
 */
export function unbrokenSince(
  told: readonly number[],
  until: number,
  gapMs: number,
): number {
  let since = until;
  for (const at of told) {
    if (since - at > gapMs) {
      break;
    }
    since = at;
  }
  return since;
}
