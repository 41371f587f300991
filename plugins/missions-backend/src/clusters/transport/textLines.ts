import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';

/**
 * Lines of a stream, without their ends. A line longer than `maxLength`
 * characters is cut and marked: `onLong: 'cut'`, or ends the stream with an
 * error: `onLong: 'fail'`.
 */
export async function* textLines(
  stream: Readable,
  options: { maxLength: number; onLong: 'cut' | 'fail' },
): AsyncGenerator<string> {
  const { maxLength, onLong } = options;
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let skipping = false;

  for await (const chunk of stream) {
    const text = decoder.write(chunk);
    if (!text.includes('\n') && rest.length + text.length <= maxLength) {
      // Not looked through again: a line may come in very many small pieces.
      rest += text;
      continue;
    }
    rest += text;
    let end = rest.indexOf('\n');
    while (end >= 0) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      end = rest.indexOf('\n');
      if (skipping) {
        skipping = false;
      } else {
        yield clean(line, maxLength);
      }
    }
    if (rest.length > maxLength) {
      if (onLong === 'fail') {
        throw new Error(`A line is longer than ${maxLength} characters`);
      }
      if (!skipping) {
        skipping = true;
        yield clean(rest, maxLength);
      }
      rest = '';
    }
  }
  rest += decoder.end();
  if (rest && !skipping) {
    yield clean(rest, maxLength);
  }
}

function clean(line: string, maxLength: number): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.length > maxLength
    ? `${text.slice(0, maxLength)} … (line cut)`
    : text;
}
