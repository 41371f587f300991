import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
} from 'node:crypto';
import { MissionError } from '@mission-control/plugin-missions-common';

const FORMAT = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key as it came from the configuration: 32 bytes and a name. */
export interface SealingKey {
  readonly id: string;
  readonly key: Buffer;
}

/** What tells a key from every other one, also from one with the same id, and nothing more of it. */
export interface KeyPrint {
  readonly id: string;
  /** HMAC-SHA256 of the id with the key, in hex. */
  readonly print: string;
}

/** Id of the key that sealed a text; its beginning suffices. */
export function keyIdOf(sealed: string): string | undefined {
  return sealed.split(':', 2)[1];
}

/**
 * Seals JSON values with AES-256-GCM. The first key seals, every key opens.
 * `place` (run, target, column …) is authenticated: a sealed text that was
 * copied to another row does not open. Text form:
 * `v1:<key id>:<base64 of nonce, tag, ciphertext>`.
 */
export class Sealer {
  readonly #keys: readonly SealingKey[];

  constructor(keys: readonly SealingKey[] = []) {
    this.#keys = keys;
  }

  /** Whether anything can be sealed. Without a key, secrets and writes are refused. */
  get available(): boolean {
    return this.#keys.length > 0;
  }

  /** Prints of all keys, which others may see. */
  get prints(): KeyPrint[] {
    return this.#keys.map(({ id, key }) => ({
      id,
      print: createHmac('sha256', key).update(id).digest('hex'),
    }));
  }

  /** How each text begins that is sealed now; undefined without a key. */
  get prefix(): string | undefined {
    return this.available ? `${FORMAT}:${this.#keys[0].id}:` : undefined;
  }

  /** Throws SECRET_KEY_MISSING without a key. */
  seal(value: unknown, place: string): string {
    const active = this.#keys[0];
    if (!active) {
      throw new MissionError(
        'SECRET_KEY_MISSING',
        'Nothing can be sealed, because missions.sealing.keys is empty',
      );
    }
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', active.key, nonce);
    cipher.setAAD(Buffer.from(place));
    const body = Buffer.concat([
      cipher.update(JSON.stringify(value) ?? 'null', 'utf8'),
      cipher.final(),
    ]);
    const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]);
    return `${FORMAT}:${active.id}:${sealed.toString('base64')}`;
  }

  /**
   * Throws SECRET_KEY_MISSING when the key is gone, or the text is not for this
   * place: an error that `isLostKey` knows. Throws SCHEMA_NEWER when a later
   * version sealed it in another way.
   */
  open<T = unknown>(sealed: string, place: string): T {
    const [format, id = '', base64] = sealed.split(':');
    const details = { keyId: id };
    const key = this.#keys.find(candidate => candidate.id === id);
    if (format !== FORMAT && /^v\d+$/.test(format)) {
      throw new MissionError(
        'SCHEMA_NEWER',
        `A sealed value has the form '${format}', and this version knows '${FORMAT}': a later version sealed it`,
      );
    }
    if (format !== FORMAT || !base64 || !key) {
      throw new MissionError(
        'SECRET_KEY_MISSING',
        `A sealed value needs the key '${id}', which missions.sealing.keys does not list`,
        {
          details,
          remedy: `Add the key '${id}' to missions.sealing.keys again.`,
        },
      );
    }
    const bytes = Buffer.from(base64, 'base64');
    const decipher = createDecipheriv(
      'aes-256-gcm',
      key.key,
      bytes.subarray(0, NONCE_BYTES),
    );
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      const text = Buffer.concat([
        decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8');
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new MissionError(
        'SECRET_KEY_MISSING',
        `A sealed value does not open with the key '${id}'`,
        {
          cause,
          details,
          remedy: `Check that the key '${id}' is the one that sealed it.`,
        },
      );
    }
  }
}
