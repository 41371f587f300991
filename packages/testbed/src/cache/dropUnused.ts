import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** For those who go back and forth between branches. */
const KEPT = 3;
/** Whoever uses one for longer must acquire it again. */
const IN_USE_MS = 60 * 60_000;

/** Notes that a folder of the cache is used, and removes those beside it that nobody uses. */
export async function dropUnused(parent: string, used: string): Promise<void> {
  const now = new Date();
  await utimes(used, now, now);
  const entries = await Promise.all(
    (
      await readdir(parent)
    ).map(async name => {
      // Another process may have removed it.
      const found = await stat(join(parent, name)).catch(() => undefined);
      return { name, usedMs: found?.mtimeMs ?? 0 };
    }),
  );
  for (const name of unused(entries, now.getTime())) {
    if (name !== basename(used)) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

/**
 * The names of what is neither among the last used nor used within the last
 * hour, when somebody may still serve from it. What an aborted build left
 * goes the same way.
 */
export function unused(
  entries: readonly { readonly name: string; readonly usedMs: number }[],
  nowMs: number,
): readonly string[] {
  return [...entries]
    .sort((one, other) => other.usedMs - one.usedMs)
    .slice(KEPT)
    .filter(({ usedMs }) => nowMs - usedMs > IN_USE_MS)
    .map(({ name }) => name);
}
