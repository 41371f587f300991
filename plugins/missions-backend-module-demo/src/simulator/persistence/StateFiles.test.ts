import {
  appendFile,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeObject } from '../object';
import { Storage } from '../storage';
import { StateFiles } from './StateFiles';

const configMap = (name: string, value: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data: { value },
});

describe('StateFiles', () => {
  let folder: string;
  let path: string;
  let errors: string[];

  /** A cluster's storage with its files, as after a start. */
  const start = async (
    options: { logLimit?: number; assertOwned?: () => void } = {},
  ) => {
    const storage = new Storage();
    const files = new StateFiles({
      storage,
      path,
      onError: error => errors.push(error.message),
      ...options,
    });
    const restored = await files.load();
    await files.follow();
    return { storage, files, restored };
  };

  /** What the files hold, read without the process that wrote them: as after kill -9. */
  const readAfterKill = async () => {
    const storage = new Storage();
    const files = new StateFiles({
      storage,
      path,
      onError: error => errors.push(error.message),
    });
    const restored = await files.load();
    const values = Object.fromEntries(
      storage
        .list('configmaps')
        .map(({ metadata, data }) => [metadata.name, data.value]),
    );
    return { restored, values, revision: storage.revision };
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'missions-state-'));
    path = join(folder, 'dev.json');
    errors = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps every change that was answered, whenever the process is killed', async () => {
    const { storage, files } = await start();
    storage.put('configmaps', configMap('a', '1'));
    storage.put('configmaps', configMap('b', '1'));
    await files.durable();
    storage.put('configmaps', configMap('a', '2'));
    storage.remove({
      resource: 'configmaps',
      namespace: 'default',
      name: 'b',
    });
    await files.durable();

    const read = await readAfterKill();
    expect(read).toMatchObject({ restored: true, values: { a: '2' } });
    expect(read.revision).toBeGreaterThanOrEqual(storage.revision);
    expect(errors).toEqual([]);
    await files.close();
  });

  it('shares one flush among requests that come together', async () => {
    const { storage, files } = await start();
    const log = (files as any).log;
    const flush = jest.spyOn(log, 'datasync');
    await Promise.all(
      Array.from({ length: 50 }, (_item, index) => {
        storage.put('configmaps', configMap(`c${index}`, '1'));
        return files.durable();
      }),
    );
    expect(flush).toHaveBeenCalledTimes(1);
    expect(Object.keys((await readAfterKill()).values)).toHaveLength(50);
    await files.close();
  });

  it('passes over a last line that was torn', async () => {
    const { storage, files } = await start();
    storage.put('configmaps', configMap('a', '1'));
    await files.durable();
    await files.close();
    await appendFile(`${path}.log`, '{"revision":99,"resource":"config');
    expect((await readAfterKill()).values).toEqual({ a: '1' });
    expect(errors).toEqual([]);
  });

  it('folds a log that grew into a snapshot, and loses nothing', async () => {
    const { storage, files } = await start({ logLimit: 2_000 });
    for (let index = 0; index < 100; index += 1) {
      storage.put('configmaps', configMap('a', String(index)));
      await files.durable();
    }
    expect((await stat(`${path}.log`)).size).toBeLessThan(2_500);
    expect((await readAfterKill()).values).toEqual({ a: '99' });
    await files.close();
  });

  it('ignores changes of an old log that the snapshot has: a kill between the two', async () => {
    const { storage, files } = await start();
    storage.put('configmaps', configMap('a', '1'));
    await files.durable();
    const oldLog = await readFile(`${path}.log`, 'utf8');
    storage.put('configmaps', configMap('a', '2'));
    await files.fold();
    await files.close();
    await writeFile(`${path}.log`, oldLog);
    expect((await readAfterKill()).values).toEqual({ a: '2' });
  });

  it('keeps a snapshot that cannot be read aside, and says so', async () => {
    await writeFile(path, '{"format":1,"obj');
    const { restored, files } = await start();
    await files.close();
    expect(restored).toBe(false);
    expect(errors).toEqual([
      expect.stringMatching(
        /dev\.json cannot be read: .*JSON.* It is kept as .*dev\.json\.broken-\S+, and .* repair the file/,
      ),
    ]);
    const kept = (await readdir(folder)).find(name => name.includes('broken'))!;
    expect(await readFile(join(folder, kept), 'utf8')).toBe('{"format":1,"obj');
  });

  it('reads a log up to a broken line, keeps it aside, and says which', async () => {
    const { storage, files } = await start();
    for (const value of ['1', '2', '3']) {
      storage.put('configmaps', configMap('a', value));
    }
    await files.durable();
    await files.close();
    const lines = (await readFile(`${path}.log`, 'utf8')).split('\n');
    lines[2] = lines[2].replace('{', '');
    await writeFile(`${path}.log`, lines.join('\n'));
    expect((await readAfterKill()).values).toEqual({ a: '1' });
    expect(errors).toEqual([
      expect.stringMatching(
        /dev\.json\.log cannot be read: line 3: .*; 1 changes before it were read\. It is kept as/,
      ),
    ]);
    expect((await readdir(folder)).join()).toContain('dev.json.log.broken-');
  });

  it('refuses with the remedy when the disk is full, and writes all once there is room', async () => {
    const { storage, files } = await start();
    const full = Object.assign(new Error('ENOSPC: no space left on device'), {
      code: 'ENOSPC',
    });
    jest.spyOn((files as any).log, 'appendFile').mockRejectedValueOnce(full);
    storage.put('configmaps', configMap('a', '1'));
    await expect(files.durable()).rejects.toThrow(
      /dev\.json: ENOSPC: no space left on device\. .*Make room/,
    );
    expect(errors).toHaveLength(1);
    storage.put('configmaps', configMap('b', '1'));
    await files.durable();
    expect((await readAfterKill()).values).toEqual({ a: '1', b: '1' });
    await files.close();
  });

  it('writes nothing once the files belong to somebody else', async () => {
    let owned = true;
    const { storage, files } = await start({
      assertOwned: () => {
        if (!owned) throw new Error('another process took over');
      },
    });
    owned = false;
    storage.put('configmaps', configMap('a', '1'));
    await expect(files.durable()).rejects.toThrow('another process took over');
    await files.close();
    expect((await readAfterKill()).values).toEqual({});
  });
});
