import { createCipheriv, randomBytes, scrypt } from 'node:crypto';
import type { Recipient } from 'age-encryption';

/** Work factor of scrypt, as the age command takes it: about a second, 256 MB. */
const LOG_N = 18;
const SALT_LABEL = 'age-encryption.org/v1/scrypt';
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const MAX_MEMORY_BYTES = 512 * 1024 * 1024;

let last: Promise<unknown> = Promise.resolve();

/**
 * Encrypts with a passphrase in the format of age (age-encryption.org/v1), which
 * the command `age -d` opens. One after the other: each needs much memory.
 */
export async function encryptKit(
  content: Uint8Array,
  passphrase: string,
): Promise<Uint8Array> {
  const mine = last.then(async () => {
    const { Encrypter, Stanza } = await import('age-encryption');
    const encrypter = new Encrypter();
    encrypter.addRecipient(passphraseRecipient(passphrase, Stanza));
    return encrypter.encrypt(content);
  });
  last = mine.catch(() => {});
  return mine;
}

/**
 * The scrypt recipient of age. That of the library computes in the event loop
 * for seconds, while leases run out; node's own does so beside it.
 */
function passphraseRecipient(
  passphrase: string,
  Stanza: typeof import('age-encryption').Stanza,
): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(SALT_BYTES);
      const key = await deriveKey(passphrase, salt);
      // Each key is used once, so the nonce is zero.
      const cipher = createCipheriv(
        'chacha20-poly1305',
        key,
        Buffer.alloc(12),
        { authTagLength: 16 },
      );
      const body = Buffer.concat([
        cipher.update(fileKey),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      const saltText = salt.toString('base64').replace(/=+$/, '');
      return [new Stanza(['scrypt', saltText, String(LOG_N)], body)];
    },
  };
}

function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((done, fail) => {
    scrypt(
      passphrase,
      Buffer.concat([Buffer.from(SALT_LABEL), salt]),
      KEY_BYTES,
      { N: 2 ** LOG_N, r: 8, p: 1, maxmem: MAX_MEMORY_BYTES },
      (error, key) => (error ? fail(error) : done(key)),
    );
  });
}
