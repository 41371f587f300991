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
  const ends = [...text.matchAll(/[^:\s](?=\s*\n)|.(?=\.\s)/g)]
    .map(({ index }) => index + 1)
    .filter(at => at >= MIN_LENGTH && at <= MAX_LENGTH)
    .filter(at => !isInAside(text, at));
  if (ends.length > 0) {
    return inOneLine(text.slice(0, ends[0]));
  }
  const line = inOneLine(text);
  if (line.length <= MAX_LENGTH) {
    return line;
  }
  const cut = line.slice(0, MAX_LENGTH);
  const space = cut.lastIndexOf(' ');
  return `${space > MIN_LENGTH ? cut.slice(0, space) : cut}…`;
}

/** Whether a parenthesis is open there: what ends in it, ends no sentence. */
function isInAside(text: string, at: number): boolean {
  const [opened, closed] = [/\(/g, /\)/g].map(
    mark => text.slice(0, at).match(mark)?.length ?? 0,
  );
  return opened > closed;
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
