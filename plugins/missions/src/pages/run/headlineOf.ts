/** Longest headline, in characters. */
const MAX_LENGTH = 140;
/** Shorter than this a part says too little. */
const MIN_LENGTH = 20;

/** The first part of a message that can be read at a glance; all of a short one. */
export function headlineOf(message: string): string {
  const text = message.trim();
  if (text.length <= MAX_LENGTH && !text.includes('\n')) {
    return text;
  }
  const end = [/\n/, /\.\s/, /;\s/, /:\s/]
    .map(mark => text.slice(MIN_LENGTH).search(mark))
    .find(at => at >= 0 && at + MIN_LENGTH <= MAX_LENGTH);
  if (end !== undefined) {
    return text.slice(0, end + MIN_LENGTH);
  }
  const cut = text.slice(0, MAX_LENGTH);
  const space = cut.lastIndexOf(' ');
  return `${space > MIN_LENGTH ? cut.slice(0, space) : cut}…`;
}
