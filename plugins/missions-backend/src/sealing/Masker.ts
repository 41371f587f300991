/** What stands where a secret was. */
export const MASK = '***';

/** Shorter values are only masked where they are the whole text, shorter numbers not at all. */
const MIN_LENGTH = 4;
/** Lines of a secret (keys, certificates) that are secrets of their own. */
const MIN_LINE_LENGTH = 8;
/** Nested values that are looked into. */
const MAX_DEPTH = 64;

/**
 * Replaces secret values in anything that leaves the engine: as they are, in
 * JSON, in URLs, in HTML, in hex, in base64 at any alignment. It works by value, so it does not
 * matter which way a secret came.
 */
export class Masker {
  readonly #whole = new Set<string>();
  #needles: string[] = [];
  #pattern: RegExp | undefined;

  constructor(secrets: readonly unknown[] = []) {
    this.add(...secrets);
  }

  /** Adds secrets: texts, or values whose texts are all secret. */
  add(...secrets: readonly unknown[]): void {
    const needles = new Set(this.#needles);
    for (const text of secrets.flatMap(secret => textsOf(secret))) {
      this.#whole.add(text);
      for (const form of formsOf(text)) {
        needles.add(form);
      }
    }
    // Longer ones first: a secret may contain another one.
    this.#needles = [...needles].sort((a, b) => b.length - a.length);
    this.#pattern =
      this.#needles.length > 0
        ? new RegExp(this.#needles.map(escapePattern).join('|'), 'g')
        : undefined;
  }

  /** Every form in which a secret is looked for. */
  get needles(): readonly string[] {
    return this.#needles;
  }

  text(text: string): string {
    if (this.#whole.has(text)) {
      return MASK;
    }
    return this.#pattern ? text.replace(this.#pattern, MASK) : text;
  }

  /** Whether it knows no secret. */
  get empty(): boolean {
    return this.#whole.size === 0;
  }

  /** Whether a JSON value is a secret, or holds one. */
  holds(value: unknown): boolean {
    return (
      !this.empty &&
      value !== undefined &&
      JSON.stringify(this.mask(value)) !== JSON.stringify(value)
    );
  }

  /** A copy of a JSON value with every secret masked, names of members included. */
  mask<T>(value: T): T {
    return this.#pattern || this.#whole.size > 0
      ? (this.#walk(value, 0) as T)
      : value;
  }

  #walk(value: unknown, depth: number): unknown {
    if (typeof value === 'string') {
      return this.text(value);
    }
    if (typeof value === 'number') {
      const text = String(value);
      return text.length >= MIN_LENGTH && this.#whole.has(text) ? MASK : value;
    }
    if (typeof value !== 'object' || value === null || value instanceof Date) {
      return value;
    }
    if (depth >= MAX_DEPTH) {
      return MASK;
    }
    return Array.isArray(value)
      ? value.map(item => this.#walk(item, depth + 1))
      : Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            this.text(key),
            this.#walk(item, depth + 1),
          ]),
        );
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return value === '' ? [] : [value];
  }
  if (typeof value === 'number') {
    return [String(value)];
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(textsOf)
    : [];
}

function formsOf(secret: string): string[] {
  const parts = [
    secret,
    secret.trim(),
    ...secret
      .split(/\r?\n/)
      .map(line => line.trim())
      .filter(line => line.length >= MIN_LINE_LENGTH),
  ];
  return parts
    .flatMap(part => [
      part,
      ...jsonForms(part),
      ...urlForms(part),
      ...htmlForms(part),
      ...hexForms(part),
      ...base64Forms(part),
    ])
    .filter(form => form.length >= MIN_LENGTH);
}

/** As JavaScript, Go and Python write it, and as JSON within JSON. */
function jsonForms(text: string): string[] {
  const plain = jsonOf(text);
  const escaped = (form: string, what: RegExp) =>
    form.replace(
      what,
      char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return [
    plain,
    escaped(plain, /[<>&\u2028\u2029]/g),
    escaped(plain, /[^\0-\x7f]/g),
    jsonOf(plain),
  ];
}

function jsonOf(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** With and without what may stay as it is, in both cases of the digits, as a form sends it. */
function urlForms(text: string): string[] {
  const loose = encodeUrl(text);
  const strict = loose.replace(
    /[!'()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return [loose, strict].flatMap(form => [
    form,
    form.replace(/%[0-9A-F]{2}/g, digits => digits.toLowerCase()),
    form.replace(/%20/g, '+'),
  ]);
}

/** Half of a surrogate pair has no such form. */
function encodeUrl(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString('utf8'));
}

function htmlForms(text: string): string[] {
  const html = text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
  return [
    html,
    html.replace(/"/g, '&quot;').replace(/'/g, '&#39;'),
    html.replace(/"/g, '&#34;').replace(/'/g, '&#39;'),
    html.replace(/"/g, '&quot;').replace(/'/g, '&#x27;'),
  ];
}

function hexForms(text: string): string[] {
  const hex = Buffer.from(text).toString('hex');
  return [hex, hex.toUpperCase()];
}

/** Base64 of a text that stands anywhere in an encoded text: three alignments. */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text);
  if (bytes.length < 6) {
    return [bytes.toString('base64')];
  }
  return [0, 1, 2].flatMap(shift => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    const whole = padded.length - (padded.length % 3);
    // Characters that also hold bits of a neighbour are left out.
    const inner = padded
      .subarray(0, whole)
      .toString('base64')
      .slice(shift === 0 ? 0 : shift + 1);
    return [inner, inner.replace(/\+/g, '-').replace(/\//g, '_')];
  });
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
