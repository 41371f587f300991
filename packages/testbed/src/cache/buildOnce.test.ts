import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildOnce } from './buildOnce';

describe('buildOnce', () => {
  let parent: string;
  let folder: string;

  /** Writes a file in two steps, as a build that takes its time. */
  const build = jest.fn(async (unfinished: string) => {
    await writeFile(join(unfinished, 'made'), 'half');
    await new Promise(done => setImmediate(done));
    await writeFile(join(unfinished, 'made'), 'whole');
  });
  const made = () => readFile(join(folder, 'made'), 'utf8');

  beforeEach(async () => {
    build.mockClear();
    parent = await mkdtemp(join(tmpdir(), 'mission-control-once-'));
    folder = join(parent, 'key');
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  it('builds once for all who want it at the same time', async () => {
    const seen = await Promise.all(
      [1, 2, 3].map(async () => {
        await buildOnce(folder, build);
        return made();
      }),
    );
    expect(seen).toEqual(['whole', 'whole', 'whole']);
    expect(build).toHaveBeenCalledTimes(1);
    expect(await readdir(parent)).toEqual(['key']);
  });

  it('builds what a process that is gone has begun', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(`${folder}.lock`, String(pid));
    await buildOnce(folder, build);
    expect(await made()).toBe('whole');
    expect(await readdir(parent)).toEqual(['key']);
  });

  it('leaves nothing of a build that fails, and lets the next one build', async () => {
    build.mockImplementationOnce(async unfinished => {
      await writeFile(join(unfinished, 'made'), 'half');
      throw new Error('out of luck');
    });
    await expect(buildOnce(folder, build)).rejects.toThrow('out of luck');
    expect(await readdir(parent)).toEqual([]);
    await buildOnce(folder, build);
    expect(await made()).toBe('whole');
  });
});
