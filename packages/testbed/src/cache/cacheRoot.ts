import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder outside the work tree for what is built once a machine. */
export function cacheRoot(
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'mission-control');
}
