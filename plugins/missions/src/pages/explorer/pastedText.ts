/** Characters of a search: it travels in addresses. */
const MAX_LENGTH = 1500;

/** What a line of an error is likely to say. */
const TELLING =
  /warning|error|fail|back-?off|reason|exit code|kill|denied|exceeded|unhealthy|not found|insufficient|available/i;

/**
 * A pasted text as one line, as a search box holds it: lines stay apart. Of a
 * long one, such as the answer of `kubectl describe`, only lines that tell of
 * an error, each once.
 */
export function pastedText(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .map(line => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
  const whole = lines.join(' ');
  const telling = [...new Set(lines.filter(line => TELLING.test(line)))];
  return (
    whole.length > MAX_LENGTH && telling.length > 0 ? telling.join(' ') : whole
  ).slice(0, MAX_LENGTH);
}
