const MAX_BYTES = 262_144;
const EXCERPT = 4_000;

/** Stands for a value that was too large to keep. */
export interface TruncatedPayload {
  readonly truncated: true;
  /** Bytes of the whole value as JSON. */
  readonly bytes: number;
  /** How it begins. */
  readonly excerpt: string;
}

/** The value, or a marked excerpt when its JSON has more than 256 KB. */
export function limitPayload<T>(value: T): T | TruncatedPayload {
  const text = JSON.stringify(value) ?? 'null';
  const bytes = Buffer.byteLength(text);
  return bytes <= MAX_BYTES
    ? value
    : { truncated: true, bytes, excerpt: text.slice(0, EXCERPT) };
}
