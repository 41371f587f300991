import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

const POLL_MS = 200;
const CHUNK_BYTES = 64 * 1024;

/**
 * A file for a command's output, read while it grows.
 *
 * @remarks
 * Not a pipe: a Node program that calls `process.exit()` loses what its pipe
 * has not taken yet, which is how the end of a test report disappears. Writes
 * to a file are done when they return.
 */
export function followFile(onText) {
  const folder = mkdtempSync(join(tmpdir(), 'mission-control-output-'));
  const path = join(folder, 'output');
  const descriptor = openSync(path, 'a+');
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let position = 0;
  const read = () => {
    for (;;) {
      const count = readSync(descriptor, buffer, 0, CHUNK_BYTES, position);
      if (count === 0) {
        return;
      }
      position += count;
      onText(decoder.write(buffer.subarray(0, count)));
    }
  };
  const timer = setInterval(read, POLL_MS);
  return {
    descriptor,
    /** Reads the rest and removes the file. */
    end() {
      clearInterval(timer);
      read();
      closeSync(descriptor);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
