import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startBackendProcess,
  type BackendProcess,
} from '../portal/startBackendProcess';

jest.setTimeout(240_000);

describe('two backend processes on one SQLite file', () => {
  let data: string;
  const started: BackendProcess[] = [];

  const start = async (log: string, reference = false) => {
    const backend = await startBackendProcess({ data, log, reference });
    started.push(backend);
    return backend;
  };
  const logOf = (log: string) => readFile(join(data, log), 'utf8');

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mission-control-processes-'));
  });
  afterAll(async () => {
    await Promise.all(
      started.map(async backend => {
        await backend.signal('SIGCONT').catch(() => undefined);
        await backend.stop();
      }),
    );
    await rm(data, { recursive: true, force: true });
  });

  it('refuse the second, which ends; one that was suspended ends when it finds another in its place', async () => {
    const first = await start('first.log');
    await first.ready();

    // The reference backend: that a start which fails ends it is of its own making.
    const refused = await start('refused.log', true);
    expect(await refused.exited).toBe(1);
    expect(await logOf('refused.log')).toMatch(
      /The SQLite file \S+missions\.sqlite is used by process \d+ on \S+ .* Stop it, or use PostgreSQL/,
    );
    const before = await (await first.as('operator')).request('GET', '/runs');
    expect(before.items).toEqual([]);

    await first.signal('SIGSTOP');
    const next = await start('next.log');
    await next.ready();
    await first.signal('SIGCONT');
    expect(await first.exited).toBe(1);
    expect(await logOf('first.log')).toMatch(
      /This process did not renew its lock of the SQLite file \S+missions\.sqlite in time, and process \d+ on \S+ .* took over/,
    );
    const client = await next.as('operator');
    expect((await client.request('GET', '/runs')).items).toEqual([]);
    expect(next.isRunning()).toBe(true);
  });
});
