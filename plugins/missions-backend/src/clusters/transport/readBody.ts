import type { Readable } from 'node:stream';
import { AnswerTooLarge } from '../errors';

/** Nesting that an answer may have; deeper ones would exhaust recursive readers. */
export const MAX_JSON_DEPTH = 512;

/** Reads a body up to `maxBytes`; throws AnswerTooLarge beyond. */
export async function readBody(
  stream: Readable,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) {
      stream.destroy();
      throw new AnswerTooLarge(maxBytes);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Parses JSON whose nesting is at most {@link MAX_JSON_DEPTH}. Throws SyntaxError. */
export function parseBoundedJson(bytes: Buffer): unknown {
  if (!isShallow(bytes)) {
    throw new SyntaxError(`JSON is nested deeper than ${MAX_JSON_DEPTH}`);
  }
  return JSON.parse(bytes.toString('utf8'));
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

function isShallow(bytes: Buffer): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (quoted) {
      if (byte === BACKSLASH) {
        i += 1;
      } else if (byte === QUOTE) {
        quoted = false;
      }
    } else if (byte === QUOTE) {
      quoted = true;
    } else if (OPEN.has(byte)) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) {
        return false;
      }
    } else if (CLOSE.has(byte)) {
      depth -= 1;
    }
  }
  return true;
}
