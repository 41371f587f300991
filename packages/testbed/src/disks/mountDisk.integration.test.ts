import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountDisk } from './mountDisk';

/** Only root may mount, and not in each container. */
const mayMount = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-may-mount-'));
  const disk = await mountDisk({ folder, logFolder: tmpdir(), megabytes: 1 });
  await disk?.remove();
  await rm(folder, { recursive: true, force: true });
  return disk !== undefined;
};

describe('mountDisk', () => {
  it('gives a disk that is full for as long as it is told, or says that it cannot', async () => {
    const logFolder = await mkdtemp(join(tmpdir(), 'mission-control-disk-'));
    const folder = join(logFolder, 'disk');
    await mkdir(folder);
    const disk = await mountDisk({ folder, logFolder, megabytes: 8 });
    const write = (name: string) =>
      writeFile(join(folder, name), Buffer.alloc(1_000_000)).then(
        () => 'written',
        (error: NodeJS.ErrnoException) => error.code,
      );
    const seen = [await write('before')];
    await disk?.fill();
    seen.push(await write('full'));
    await disk?.free();
    seen.push(await write('after'));
    await disk?.remove();
    await rm(logFolder, { recursive: true });
    expect(seen).toEqual([
      'written',
      (await mayMount()) ? 'ENOSPC' : 'written',
      'written',
    ]);
  });
});
