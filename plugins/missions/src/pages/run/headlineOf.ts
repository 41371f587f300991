/** Longest headline, in characters. */
const MAX_LENGTH = 140;
/** Shorter than this a sentence or line says too little. */
const MIN_LENGTH = 20;

/**
 * The first sentence of a message that is too long to be read at a glance,
 * else its first words; all of a short one. What comes after a colon is mostly
 * the cause, so none is cut off there.
 */
export function headlineOf(message: string): string {
  const text = message.trim();
  if (text.length <= MAX_LENGTH && !text.includes('\n')) {
    return text;
  }
  const end = [/[^:\s]\s*\n/, /\.\s/]
    .map(mark => text.slice(MIN_LENGTH).search(mark))
    .map((at, index) => (index === 0 && at >= 0 ? at + 1 : at))
    .filter(at => at >= 0 && at + MIN_LENGTH <= MAX_LENGTH);
  if (end.length > 0) {
    return inOneLine(text.slice(0, Math.min(...end) + MIN_LENGTH));
  }
  const line = inOneLine(text);
  if (line.length <= MAX_LENGTH) {
    return line;
  }
  const cut = line.slice(0, MAX_LENGTH);
  const space = cut.lastIndexOf(' ');
  return `${space > MIN_LENGTH ? cut.slice(0, space) : cut}…`;
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
