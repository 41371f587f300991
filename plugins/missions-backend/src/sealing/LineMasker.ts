import { MASK, type Masker } from './Masker';

/** A shorter beginning of a secret at the end of a line is chance. */
const MIN_PIECE = 4;

/**
 * Masks the lines of one log, also a secret that one line begins and the next
 * ones end. A line that ends with the beginning of a secret loses that piece
 * even if nothing follows.
 */
export class LineMasker {
  readonly #masker: Masker;
  /** What the next line would have to begin with. */
  #rest: string[] = [];

  constructor(masker: Masker) {
    this.#masker = masker;
  }

  line(text: string): string {
    const { head, rest } = this.#head(text);
    const body = this.#masker.text(head > 0 ? text.slice(head) : text);
    const prefix = head > 0 ? MASK : '';
    if (head > 0 && head === text.length) {
      this.#rest = rest;
      return MASK;
    }
    const tail = this.#tail(body);
    this.#rest = tail.rest;
    return (
      prefix + (tail.length > 0 ? body.slice(0, -tail.length) + MASK : body)
    );
  }

  /** How much of the line ends a secret that an earlier line began. */
  #head(text: string): { head: number; rest: string[] } {
    let head = 0;
    const rest: string[] = [];
    for (const expected of this.#rest) {
      if (text.startsWith(expected)) {
        head = Math.max(head, expected.length);
      } else if (text.length > 0 && expected.startsWith(text)) {
        head = text.length;
        rest.push(expected.slice(text.length));
      }
    }
    return { head, rest };
  }

  /** The longest piece at the end of the line that begins a secret. */
  #tail(text: string): { length: number; rest: string[] } {
    let length = 0;
    const rest: string[] = [];
    for (const needle of this.#masker.needles) {
      const most = Math.min(needle.length - 1, text.length);
      for (let size = most; size >= MIN_PIECE; size--) {
        if (text.endsWith(needle.slice(0, size))) {
          length = Math.max(length, size);
          rest.push(needle.slice(size));
        }
      }
    }
    return { length, rest };
  }
}
