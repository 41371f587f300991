import { MASK, type Masker } from './Masker';

/** A shorter beginning of a secret is chance. */
const MIN_PIECE = 4;

/** What would go on with a secret whose beginning ended a line. */
interface Rest {
  readonly expected: string;
  /** Characters of the secret that came before it. */
  readonly before: number;
}

/**
 * Masks the lines of one log, also a secret that one line begins and the next
 * ones end. A line that ends with the beginning of a secret loses that piece
 * even if nothing follows; a beginning of few characters stays, and what
 * follows it goes.
 */
export class LineMasker {
  readonly #masker: Masker;
  /** What the next line would have to begin with. */
  #rest: Rest[] = [];

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
    this.#rest = [...tail.rest, ...rest];
    return (
      prefix + (tail.length > 0 ? body.slice(0, -tail.length) + MASK : body)
    );
  }

  /** How much of the line goes on with a secret that an earlier line began. */
  #head(text: string): { head: number; rest: Rest[] } {
    let head = 0;
    const rest: Rest[] = [];
    for (const { expected, before } of this.#rest) {
      const length = Math.min(text.length, expected.length);
      if (length === 0 || !text.startsWith(expected.slice(0, length))) {
        continue;
      }
      const seen = before + length;
      if (seen >= MIN_PIECE) {
        head = Math.max(head, length);
      }
      if (length < expected.length) {
        rest.push({ expected: expected.slice(length), before: seen });
      }
    }
    return { head, rest };
  }

  /** The longest piece at the end of the line that begins a secret. */
  #tail(text: string): { length: number; rest: Rest[] } {
    let length = 0;
    const rest: Rest[] = [];
    for (const needle of this.#masker.needles) {
      const most = Math.min(needle.length - 1, text.length);
      for (let size = most; size > 0; size--) {
        if (text.endsWith(needle.slice(0, size))) {
          length = size >= MIN_PIECE ? Math.max(length, size) : length;
          rest.push({ expected: needle.slice(size), before: size });
        }
      }
    }
    return { length, rest };
  }
}
