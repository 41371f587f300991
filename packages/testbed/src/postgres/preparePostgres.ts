import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { mountDisk, type SmallDisk } from '../disks/mountDisk';
import { copyPostgresBinaries } from './postgresBinaries';

const execFileAsync = promisify(execFile);

/** A folder with PostgreSQL's programs and an empty cluster of databases. */
export interface PreparedPostgres {
  readonly program: string;
  readonly data: string;
  readonly sockets: string;
  readonly env: NodeJS.ProcessEnv;
  readonly disk?: SmallDisk;
}

/** Copies the programs and makes the cluster, for a user that is not root. */
export async function preparePostgres(options: {
  folder: string;
  password: string;
  user?: { readonly uid: number; readonly gid: number };
  /** What is kept is on a disk of this size, where that can be had. */
  diskMegabytes?: number;
}): Promise<PreparedPostgres> {
  const { folder, password, user, diskMegabytes } = options;
  const programs = join(folder, 'programs');
  const data = join(folder, 'data');
  const sockets = join(folder, 'sockets');
  const passwordFile = join(folder, 'password');
  const env = {
    ...process.env,
    LC_ALL: 'C',
    LD_LIBRARY_PATH: join(programs, 'lib'),
  };
  await chmod(folder, 0o755);
  await copyPostgresBinaries(programs);
  await mkdir(data, { mode: 0o700 });
  await mkdir(sockets, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) {
    for (const path of [data, sockets, passwordFile]) {
      await chown(path, user.uid, user.gid);
    }
  }
  const disk =
    diskMegabytes === undefined
      ? undefined
      : await mountDisk({
          folder: data,
          logFolder: folder,
          megabytes: diskMegabytes,
          user,
        });
  try {
    await execFileAsync(
      join(programs, 'bin', 'initdb'),
      [
        `--pgdata=${data}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...user, env, cwd: folder },
    );
  } catch (error) {
    await disk?.remove();
    throw error;
  }
  return {
    program: join(programs, 'bin', 'postgres'),
    data,
    sockets,
    env,
    disk,
  };
}
