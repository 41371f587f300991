import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A line that has no end after so many characters is told as it is. */
const MAX_LINE = 16_384;

/** Keeps the last characters of an output, and tells its lines as they come. */
export class OutputTail {
  /** Settles with the end of the output. */
  readonly ended: Promise<void>;
  readonly #most: number;
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #decoder = new StringDecoder('utf8');
  #kept = '';
  #line = '';

  constructor(output: Readable, most: number, onLine?: (line: string) => void) {
    this.#most = most;
    this.#onLine = onLine;
    output.on('data', (chunk: Buffer) =>
      this.#take(this.#decoder.write(chunk)),
    );
    this.ended = new Promise(resolve => {
      output.once('close', resolve);
      output.once('error', () => resolve());
    });
  }

  get text(): string {
    return this.#kept;
  }

  /** What was kept; tells the line that had no end. */
  end(): string {
    if (this.#line !== '') {
      this.#onLine?.(this.#line);
      this.#line = '';
    }
    return this.#kept;
  }

  #take(text: string): void {
    this.#kept = (this.#kept + text).slice(-this.#most);
    if (!this.#onLine) {
      return;
    }
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop()!;
    lines.forEach(line => this.#onLine!(line));
    if (this.#line.length > MAX_LINE) {
      this.#onLine(this.#line);
      this.#line = '';
    }
  }
}
