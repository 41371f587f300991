import { readFile, stat } from 'node:fs/promises';
import { MissionError } from '@mission-control/plugin-missions-common';
import type { CredentialSource, TlsOptions } from './Credentials';

/** How long a token is used before the file is looked at again. */
const LOOK_AGAIN_MS = 5_000;

/**
 * A bearer token from a file that something else renews, such as a projected
 * service-account token. Read again when the file changed, and after a 401.
 */
export function tokenFileCredentials(options: {
  cluster: string;
  path: string;
  tls: TlsOptions;
  now?: () => number;
}): CredentialSource {
  const { cluster, path, tls, now = Date.now } = options;
  let token: string | undefined;
  let changedAt = -1;
  let lookedAt = -Infinity;

  const read = async () => {
    try {
      const { mtimeMs } = await stat(path);
      if (token === undefined || mtimeMs !== changedAt) {
        token = (await readFile(path, 'utf8')).trim();
        changedAt = mtimeMs;
      }
      lookedAt = now();
    } catch (error) {
      throw new MissionError(
        'CLUSTER_UNAUTHORIZED',
        `The token file of cluster '${cluster}' cannot be read: ${
          (error as NodeJS.ErrnoException).code ?? 'error'
        }`,
        { remedy: `Make ${path} readable for the portal.`, cause: error },
      );
    }
  };

  return {
    async get() {
      if (token === undefined || now() - lookedAt >= LOOK_AGAIN_MS) {
        await read();
      }
      if (!token) {
        throw new MissionError(
          'CLUSTER_UNAUTHORIZED',
          `The token file of cluster '${cluster}' is empty`,
          { remedy: `Write a token to ${path}.` },
        );
      }
      return { headers: { Authorization: `Bearer ${token}` }, tls };
    },
    refresh() {
      token = undefined;
      return true;
    },
  };
}
