import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isComplete } from './buildOnce';

/** For those who go back and forth between branches. */
const KEPT = 3;
/** Whoever uses one for longer must acquire it again. */
const IN_USE_MS = 60 * 60_000;

/** Removes what is beside a folder of the cache and used by nobody. */
export async function dropUnused(parent: string, used: string): Promise<void> {
  const entries = await Promise.all(
    (
      await readdir(parent)
    ).map(async name => {
      // Another process may have removed it.
      const found = await stat(join(parent, name)).catch(() => undefined);
      return { name, usedMs: found?.mtimeMs ?? 0 };
    }),
  );
  for (const name of unused(entries, Date.now())) {
    if (name !== basename(used)) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

/**
 * The names of what is neither among the complete folders used last nor used
 * within the last hour, when somebody may still serve from it or build it.
 */
export function unused(
  entries: readonly { readonly name: string; readonly usedMs: number }[],
  nowMs: number,
): readonly string[] {
  const kept = entries
    .filter(({ name }) => isComplete(name))
    .sort((one, other) => other.usedMs - one.usedMs)
    .slice(0, KEPT);
  return entries
    .filter(entry => !kept.includes(entry) && nowMs - entry.usedMs > IN_USE_MS)
    .map(({ name }) => name);
}
