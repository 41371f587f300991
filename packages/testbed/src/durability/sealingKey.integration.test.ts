import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startBackendProcess,
  type BackendProcess,
} from '../portal/startBackendProcess';

jest.setTimeout(240_000);

describe('a backend on the data of another sealing key', () => {
  let data: string;
  let backend: BackendProcess | undefined;

  const start = async (log: string, settings: NodeJS.ProcessEnv = {}) => {
    backend = await startBackendProcess({ data, log, settings, speed: 20 });
    await backend.ready();
    return backend.as('operator');
  };

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mission-control-key-'));
  });
  afterAll(async () => {
    await backend?.stop();
    await rm(data, { recursive: true, force: true });
  });

  it('says so at its start, refuses to take back what it cannot read, and cancels what waits', async () => {
    const before = await start('before.log');
    const installOn = (cluster: string) =>
      before.start({
        missionRef: 'mission-control/install-web-application',
        targets: [{ cluster }],
      });
    const { id } = await installOn('dev');
    await before.waitFor(id, ['awaiting_approval']);
    await (await backend!.as('approver')).approve(id);
    await before.waitFor(id, ['succeeded']);
    const { id: waiting } = await installOn('staging');
    await before.waitFor(waiting, ['awaiting_approval']);
    await backend!.stop();

    const key = Buffer.alloc(32, 8).toString('base64');
    const after = await start('after.log', {
      APP_CONFIG_missions_sealing_keys: JSON.stringify([{ id: 'local', key }]),
    });
    const log = await readFile(join(data, 'after.log'), 'utf8');
    expect(log).toContain(
      `What the key 'local' sealed cannot be opened, such as the journal of run ${id}, so it cannot be taken back: A sealed value does not open with the key 'local'. Check that the key 'local' is the one that sealed it.`,
    );
    expect(log).toContain(
      `These runs have not ended and cannot go on: ${waiting}: A sealed value does not open with the key 'local'. Check that the key 'local' is the one that sealed it. Or cancel them.`,
    );
    await expect(after.undo(id)).rejects.toMatchObject({
      status: 503,
      code: 'SECRET_KEY_MISSING',
    });
    const { items } = await after.request('GET', '/runs');
    expect(items.map((run: { id: string }) => run.id)).toEqual([waiting, id]);
    await after.request('POST', `/runs/${waiting}/cancel`, {});
    await after.waitFor(waiting, ['cancelled']);
  });
});
