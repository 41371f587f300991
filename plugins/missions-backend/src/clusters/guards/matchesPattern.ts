/** Whether a pattern, in which `*` stands for any characters, fits the whole text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) {
    return pattern === text;
  }
  const first = parts[0];
  const last = parts[parts.length - 1];
  if (
    text.length < first.length + last.length ||
    !text.startsWith(first) ||
    !text.endsWith(last)
  ) {
    return false;
  }
  let from = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) {
      return false;
    }
    from = at + part.length;
  }
  return from <= end;
}
