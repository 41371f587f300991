import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropUnused, unused } from './dropUnused';

const NOW_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

describe('unused', () => {
  it.each([
    ['the last three, however old', [90, 900, 9_000], []],
    ['what was used within the hour', [1, 2, 3, 59, 60], []],
    ['not what is older than both', [1, 90, 61, 80, 70], [90, 80]],
  ])('keeps %s', (_, minutesAgo, dropped) => {
    const entries = minutesAgo.map(minutes => ({
      name: String(minutes),
      usedMs: NOW_MS - minutes * MINUTE_MS,
    }));
    expect([...unused(entries, NOW_MS)].sort()).toEqual(
      dropped.map(String).sort(),
    );
  });
});

describe('dropUnused', () => {
  it('removes what nobody uses, and keeps what is used now', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'mission-control-unused-'));
    try {
      // The one that is used now seems to be used longest ago.
      const names = ['now', 'a', 'b', 'c', 'd', 'd.unfinished-1', 'e.lock'];
      for (const [second, name] of names.entries()) {
        await mkdir(join(parent, name, 'dist'), { recursive: true });
        await utimes(join(parent, name), second, second);
      }
      await dropUnused(parent, join(parent, 'now'));
      expect((await readdir(parent)).sort()).toEqual(['b', 'c', 'd', 'now']);
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  });
});
