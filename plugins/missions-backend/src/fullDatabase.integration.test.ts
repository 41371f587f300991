import Knex, { type Knex as Client } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneMapMission } from './__testUtils__/oneMapMission';
import { PortalBench } from './__testUtils__/PortalBench';

jest.setTimeout(60_000);

const request = { missionRef: 'test/good', targets: [{ cluster: 'lab' }] };

describe('a portal whose SQLite file cannot grow or be written', () => {
  let folder: string;
  let knex: Client;
  let bench: PortalBench;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'missions-full-'));
    knex = Knex({
      client: 'better-sqlite3',
      connection: join(folder, 'missions.sqlite'),
      useNullAsDefault: true,
    });
    bench = await PortalBench.start({ good: oneMapMission }, knex);
  });

  afterAll(async () => {
    await bench.stop();
    await knex.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  /** What is in the way while fn goes on. */
  async function during(
    on: string,
    off: string,
    fn: () => Promise<void>,
  ): Promise<void> {
    await knex.raw(on);
    try {
      await fn();
    } finally {
      await knex.raw(off);
    }
  }

  const counted = async () =>
    Number((await knex('runs').count({ n: '*' }))[0].n);

  it('answers a decision with what is wrong, keeps nothing of it, and takes it later', async () => {
    const approval = await bench.approval(await bench.run('good'));
    await during('PRAGMA query_only = 1', 'PRAGMA query_only = 0', async () => {
      const { status, body } = await bench.decide(approval);
      expect([status, body.error.code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
      expect(body.error.message).toBe(
        'The database of the portal cannot be written: it is read-only. Nothing was changed.',
      );
      expect(body.error.details.remedy).toContain('Make the database writable');
      expect((await bench.get('/status')).body.health).toMatchObject({
        ok: false,
        message: body.error.message,
      });
    });
    const seen = await bench.get(`/approvals/${approval.id}`);
    expect(seen.body).toMatchObject({ state: 'open', decisions: [] });
    expect((await bench.decide(approval)).status).toBe(200);
    await bench.until(
      async () => (await bench.get('/status')).body.health.ok === true,
    );
  });

  it('answers a start on a full disk the same way, and starts nothing', async () => {
    const [{ page_count: pages }] = await knex.raw('PRAGMA page_count');
    const before = await counted();
    let started = 0;
    await during(
      `PRAGMA max_page_count = ${pages}`,
      'PRAGMA max_page_count = 1073741823',
      async () => {
        let answer = await bench.post('/runs', request);
        // The pages that there are take a few more.
        while (answer.status === 201 && started < 200) {
          started += 1;
          answer = await bench.post('/runs', request);
        }
        expect([answer.status, answer.body.error.code]).toEqual([
          503,
          'DATABASE_UNAVAILABLE',
        ]);
        expect(answer.body.error.message).toContain(
          'its disk is full. Nothing was changed.',
        );
        expect(answer.body.error.details.remedy).toContain('Free space');
        expect((await bench.get('/runs')).status).toBe(200);
      },
    );
    expect(await counted()).toBe(before + started);
    expect((await bench.post('/runs', request)).status).toBe(201);
  });
});
