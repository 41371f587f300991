import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory from 'knex';
import type { PortalClient } from '../portal/PortalClient';
import {
  startBackendProcess,
  type BackendProcess,
} from '../portal/startBackendProcess';
import { startSlowRun } from './startSlowRun';

jest.setTimeout(240_000);

/** Kubernetes waits for 30 s before it kills; Backstage alone takes up to 57 s. */
const LIMIT_MS = 15_000;

/** Of the reference backend: its event bus and its HTTP server are what takes long. */
describe('SIGTERM to a backend outside development', () => {
  let data: string;
  let backend: BackendProcess;

  const terminate = async () => {
    const begun = Date.now();
    await backend.signal('SIGTERM');
    expect(await backend.exited).toBe(0);
    return Date.now() - begun;
  };

  const openStream = async (client: PortalClient, path: string) => {
    const response = await client.open(path);
    expect(response.headers.get('content-type')).toContain('event-stream');
    return response.text();
  };

  const query = async (sql: string) => {
    const filename = join(data, 'database', 'missions.sqlite');
    const db = knexFactory({
      client: 'better-sqlite3',
      connection: { filename },
      useNullAsDefault: true,
    });
    try {
      return await db.raw(sql);
    } finally {
      await db.destroy();
    }
  };

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mission-control-stop-'));
    backend = await startBackendProcess({
      data,
      reference: true,
      environment: 'staging',
    });
    await backend.ready();
  });
  afterAll(async () => {
    await backend?.stop();
    await rm(data, { recursive: true, force: true });
  });

  it('ends polls of the event bus, streams and running steps in a few seconds, and hands the targets and the file over at once', async () => {
    const operator = await backend.as('operator');
    const run = await startSlowRun(operator, await backend.as('approver'));
    const stream = openStream(operator, `/runs/${run.id}/stream`);
    // The stream has begun before the end begins.
    await operator.run(run.id);

    expect(await terminate()).toBeLessThan(LIMIT_MS);

    expect(await query('SELECT owner FROM process_lock')).toEqual([]);
    expect(await stream).toContain('event: event\n');
    const targets = await query(
      'SELECT lease_owner, wake_at, state FROM run_targets',
    );
    expect(targets).toEqual([
      { lease_owner: null, wake_at: expect.any(String), state: 'running' },
    ]);
    const [{ wake_at: wakeAt }] = targets as { wake_at: string }[];
    expect(Date.parse(wakeAt)).toBeLessThanOrEqual(Date.now());
  });
});
