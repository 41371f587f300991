import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectorySource } from './DirectorySource';

describe('DirectorySource', () => {
  let path: string;
  let source: DirectorySource;

  beforeEach(async () => {
    path = await fs.mkdtemp(join(tmpdir(), 'missions-source-'));
    source = new DirectorySource({ name: 'd', path, everySeconds: 60 });
    for (const name of ['one', 'lost+found']) {
      await fs.mkdir(join(path, name));
      await fs.writeFile(join(path, name, 'mission.yaml'), name);
    }
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await fs.rm(path, { recursive: true, force: true });
  });

  /** Fails as it would for somebody who is not root, who may read all. */
  function refuse(directory: string) {
    const { readdir } = fs;
    jest
      .spyOn(fs, 'readdir')
      .mockImplementation(((place: string, ...options: never[]) =>
        place === directory
          ? Promise.reject(new Error(`EACCES: ${place}`))
          : readdir(place, ...options)) as typeof readdir);
  }

  it('names a directory that it may not read, and reads the others', async () => {
    refuse(join(path, 'lost+found'));
    const { files, unreadable } = await source.read();
    expect(files).toMatchObject([{ location: 'one/mission.yaml' }]);
    expect(unreadable).toMatchObject([
      {
        location: 'lost+found',
        error: { message: expect.stringContaining('EACCES') },
      },
    ]);
  });

  it('cannot be read at all when it may not read its own', async () => {
    refuse(path);
    await expect(source.read()).rejects.toThrow('EACCES');
  });

  it('passes over what goes away while it reads', async () => {
    const { readdir } = fs;
    jest.spyOn(fs, 'readdir').mockImplementation((async (
      place: string,
      ...options: never[]
    ) => {
      const entries = await readdir(place, ...options);
      await fs.rm(join(path, 'lost+found'), { recursive: true, force: true });
      return entries;
    }) as typeof readdir);
    const { files, unreadable } = await source.read();
    expect(files).toMatchObject([{ location: 'one/mission.yaml' }]);
    expect(unreadable).toEqual([]);
  });
});
