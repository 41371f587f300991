import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '@backstage/config';
import type { SealingKey } from './Sealer';

const KEY_BYTES = 32;

/**
 * Keys of `missions.sealing.keys[]`: `id` and either `key` (base64 or hex) or
 * `keyFile` (a file with the same). The first seals, all open. Throws when a
 * key is not 32 bytes long, is no base64 and no hex, or an id comes twice.
 */
export function readSealingKeys(config: Config): SealingKey[] {
  const keys = (
    config.getOptionalConfigArray('missions.sealing.keys') ?? []
  ).map((item, index): SealingKey => {
    const id = item.getString('id');
    if (!/^[A-Za-z0-9._-]{1,40}$/.test(id)) {
      throw new Error(
        `missions.sealing.keys[${index}].id is '${id}'; use up to 40 letters, digits, dots, dashes`,
      );
    }
    const file = item.getOptionalString('keyFile');
    const text = file
      ? readKeyFile(file, `missions.sealing.keys[${index}].keyFile`)
      : item.getString('key');
    return {
      id,
      key: parseKey(text.trim(), `missions.sealing.keys[${index}]`),
    };
  });
  const twice = keys.find(
    (key, index) => keys.findIndex(other => other.id === key.id) !== index,
  );
  if (twice) {
    const first = keys.find(({ id }) => id === twice.id)!;
    throw new Error(
      `missions.sealing.keys lists the id '${twice.id}' twice${
        first.key.equals(twice.key)
          ? ''
          : ', for two keys; give the newer one another id'
      }`,
    );
  }
  return keys;
}

function readKeyFile(file: string, place: string): string {
  const path = resolve(file);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `${place} names '${file}', but '${path}' cannot be read (${code}). A relative path begins at the working directory of the backend; a new key comes from 'openssl rand -base64 32'`,
    );
  }
}

function parseKey(text: string, place: string): Buffer {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) {
    throw new Error(
      `${place} is neither base64 nor hex; 'openssl rand -base64 32' makes a key`,
    );
  }
  const key = /^[0-9a-fA-F]{64}$/.test(text)
    ? Buffer.from(text, 'hex')
    : Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) {
    throw new Error(
      `${place} has ${key.length} bytes; AES-256 needs ${KEY_BYTES}, for example from 'openssl rand -base64 32'`,
    );
  }
  return key;
}
