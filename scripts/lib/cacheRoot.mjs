import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder outside the work tree in which the scripts keep what they
 * download or build: Node, Yarn, the control plane, caches of the tests.
 * Deleting it is always safe; it only costs time.
 */
export function cacheRoot(env = process.env, home = homedir()) {
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'mission-control');
}
