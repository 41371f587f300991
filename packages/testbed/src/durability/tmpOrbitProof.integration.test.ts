import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex from 'knex';
import { startBackendProcess, type BackendProcess } from '../portal/startBackendProcess';

jest.setTimeout(500_000);
const pg = { host: '127.0.0.1', port: 54391, user: 'postgres', password: 'x' };

it('kills both replicas between slots', async () => {
  Object.assign(process.env, {
    APP_CONFIG_backend_database_client: 'pg',
    APP_CONFIG_backend_database_connection_host: pg.host,
    APP_CONFIG_backend_database_connection_port: String(pg.port),
    APP_CONFIG_backend_database_connection_user: pg.user,
    APP_CONFIG_backend_database_connection_password: pg.password,
  });
  const data = await mkdtemp(join(tmpdir(), 'orbproof-'));
  const replicas: BackendProcess[] = [];
  const t0 = Date.now();
  const say = (...w: unknown[]) => process.stderr.write(`${((Date.now() - t0) / 1000).toFixed(1)} ${w.join(' ')}\n`);
  const start = async (name: string) => {
    const r = await startBackendProcess({ data: join(data, name) });
    replicas.push(r);
    await r.ready();
    say(name, 'ready');
    return r;
  };
  const db = createKnex({ client: 'pg', connection: { ...pg, database: 'backstage_plugin_missions' } });
  try {
    await start('a');
    const b = await start('b');
    let client = await b.as('operator');
    const cluster = (await client.request('GET', '/clusters')).items[0].name;
    const missions = (await client.request('GET', '/missions?type=orbit')).items;
    const ids: string[] = [];
    for (let i = 0; i < 30; i++) {
      const o = await client.request('POST', '/orbits', {
        missionRef: missions[0].ref, title: `Proof ${i}`, targets: [{ cluster }],
        schedule: { cadence: 'hourly', jitterSeconds: 600 },
      });
      ids.push(o.id);
    }
    say(JSON.stringify((await client.request('GET', '/orbits/upcoming?hours=2&limit=1'))));
    const slot = new Date(Date.now() - 60_000).toISOString();
    await db('orbits').whereIn('id', ids).update({ next_run_at: slot, next_slot_at: slot });
    const count = async () => Object.fromEntries((await db('orbit_slots').whereIn('orbit_id', ids).groupBy('state').select('state').count('* as n')).map((r: any) => [r.state, Number(r.n)]));
    for (;;) {
      const c = await count();
      if (Object.keys(c).length) {
        await Promise.all(replicas.map(r => r.signal('SIGKILL')));
        break;
      }
    }
    await Promise.all(replicas.map(r => r.exited));
    say('killed both at', JSON.stringify(await count()), 'runs', (await db('runs').whereIn('orbit_id', ids)).length);
    await start('c');
    for (let i = 0; i < 400; i++) {
      const c = await count();
      if (c.started === 30) break;
      if (i % 20 === 0) say(JSON.stringify(c));
      await new Promise(r => setTimeout(r, 250));
    }
    say('end', JSON.stringify(await count()));
    const runs = await db('runs').whereIn('orbit_id', ids).groupBy('orbit_id').select('orbit_id').count('* as n');
    say('runs', runs.length, 'max per orbit', Math.max(...runs.map((r: any) => Number(r.n))));
    client = await replicas[2].as('operator');
    await new Promise(r => setTimeout(r, 5000));
    const view = await client.request('GET', `/orbits/${ids[0]}`);
    say(JSON.stringify({ state: view.state, slots: view.slots, next: view.nextRunAt, nextSlotAt: view.nextSlotAt, outcome: view.outcome, run: view.lastRun?.state }));
    expect(runs.every((r: any) => Number(r.n) === 1)).toBe(true);
    expect(runs).toHaveLength(30);
  } finally {
    await db.destroy();
    await Promise.all(replicas.map(r => r.stop().catch(() => {})));
    await rm(data, { recursive: true, force: true });
  }
});
