import { foldLines } from './foldedLines';
import type { StreamPosition } from './StreamPosition';

/** Bytes of the steps that are written out, before they are folded with the others. */
const MOST_SINCE = 1_100;

/** Of a step that is written out: what JSON needs besides the name, and the longest number. */
const ENTRY_BYTES = 14;

/**
 * Writes the cursors of a stream while its position moves on.
 *
 * A cursor is `[event, steps since]`, and before it, behind a dot, the folded
 * numbers of all other steps. So few steps are written as they are, many are
 * folded once in a while and not for each line, and every cursor fits into a
 * header. Where even the folded ones do not fit, nothing is before the dot: the
 * lines that were seen are unknown then.
 */
export class CursorWriter {
  readonly #position: StreamPosition;
  readonly #since: Map<string, number>;
  #sinceBytes = 0;
  #folded: string | undefined;

  constructor(position: StreamPosition) {
    this.#position = position;
    this.#since = new Map(position.logs);
    for (const key of this.#since.keys()) {
      this.#sinceBytes += bytesOf(key);
    }
    if (position.linesUnknown) {
      this.#forget('');
    }
  }

  /** Moves on to a log line of a step. */
  passLine(key: string, seq: number): void {
    this.#position.logs.set(key, seq);
    if (this.#folded === '') {
      return;
    }
    if (!this.#since.has(key)) {
      this.#sinceBytes += bytesOf(key);
    }
    this.#since.set(key, seq);
  }

  /** The cursor of where the position is now. */
  text(): string {
    const { event, logs } = this.#position;
    if (this.#sinceBytes > MOST_SINCE) {
      this.#forget(foldLines(logs) ?? '');
    }
    const rest = Buffer.from(
      JSON.stringify([event, [...this.#since]]),
    ).toString('base64url');
    return this.#folded === undefined ? rest : `${this.#folded}.${rest}`;
  }

  #forget(folded: string): void {
    this.#folded = folded;
    this.#since.clear();
    this.#sinceBytes = 0;
  }
}

function bytesOf(key: string): number {
  return Buffer.byteLength(JSON.stringify(key)) + ENTRY_BYTES;
}
