import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { userCredentials } from '../../__testUtils__/credentials';
import { onlyUser } from '../../__testUtils__/onlyUser';
import { mockPermissions } from '../../__testUtils__/mockPermissions';
import type { EnginePart, PartTrouble } from '../../pulse';
import { Store } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { insertRun } from '../../store/__testUtils__/insertRun';
import { setClockAhead } from '../../worker/__testUtils__/setClockAhead';
import type { RunService } from '../runs';
import { DefaultStatusService } from './StatusService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const credentials = userCredentials();
const sealing = {
  key: '2026',
  state: 'done' as const,
  message: "Everything is sealed with the key '2026'.",
  total: 1,
  looked: 1,
  resealed: 0,
  keys: [{ id: '2026', use: 'seals' as const }],
};

describe.each(ids)('DefaultStatusService on %s', id => {
  let store: Store;
  let parts: EnginePart[];

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    parts = [{ trouble: undefined }];
  });

  afterEach(async () => {
    await store.close();
  });

  function service(
    total = 0,
    runRead: AuthorizeResult = AuthorizeResult.CONDITIONAL,
  ) {
    const permissions = mockPermissions();
    permissions.authorizeConditional.mockImplementation(async asked =>
      asked.map(({ permission }) => {
        switch (permission.name) {
          case 'missions.mission.read':
            return { result: AuthorizeResult.ALLOW };
          case 'missions.run.read':
            return { result: runRead } as never;
          default:
            return { result: AuthorizeResult.DENY };
        }
      }),
    );
    const list = jest.fn(async () => ({ items: [], total, facets: [] }));
    const made = DefaultStatusService.create({
      store,
      runs: { list } as unknown as RunService,
      users: onlyUser('user:default/ann', 'group:default/ops'),
      permissions,
      hasDemo: async () => true,
      parts,
      sealing: async () => sealing,
      version: '1.2.3',
    });
    return { made, list };
  }

  it('says who asks, what waits for them, and where they are', async () => {
    const { made, list } = service(3);
    expect(await made.get({ credentials })).toMatchObject({
      user: 'user:default/ann',
      groups: ['group:default/ops'],
      demo: true,
      version: '1.2.3',
      database: store.dialect.title,
      waiting: 3,
    });
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ credentials, group: 'waiting' }),
    );
  });

  it('says what is possible somewhere, conditions included', async () => {
    const { permissions } = await service().made.get({ credentials });
    expect(permissions).toMatchObject({
      'missions.mission.read': true,
      'missions.run.read': true,
      'missions.run.create': false,
    });
  });

  it('counts what waits in the queue, for how long, and what is worked on', async () => {
    const { made } = service(0, AuthorizeResult.ALLOW);
    expect((await made.get({ credentials })).sealing).toEqual(sealing);
    expect((await made.get({ credentials })).queue).toEqual({
      waiting: 0,
      running: 0,
      oldestSeconds: undefined,
      waitingForPlace: 0,
      oldestForPlaceSeconds: undefined,
    });
    const first = await insertRun(store);
    await insertRun(store);
    const now = await store.now();
    const at = (seconds: number) =>
      new Date(now.getTime() + seconds * 1000).toISOString();
    const target = store.db('run_targets').where({ run_id: first.id });
    await target.clone().update({ wake_at: at(-60) });
    const { queue } = await made.get({ credentials });
    expect(queue).toMatchObject({ waiting: 2, running: 0 });
    expect(queue?.oldestSeconds).toBeGreaterThanOrEqual(59);
    await target.clone().update({ lease_until: at(60) });
    expect((await made.get({ credentials })).queue).toMatchObject({
      waiting: 1,
      running: 1,
    });
  });

  it.each([AuthorizeResult.CONDITIONAL, AuthorizeResult.DENY])(
    'counts no queue and names no key for whom not every run is to be read: %s',
    async decision => {
      await insertRun(store);
      const { made } = service(0, decision);
      const status = await made.get({ credentials });
      expect(status.queue).toBeUndefined();
      expect(status.sealing).toBeUndefined();
    },
  );

  it('says what of the engine does not work, and since when the first of it', async () => {
    const trouble = (name: string, second: number, remedy = 'Restart.') => ({
      trouble: {
        since: new Date(Date.UTC(2026, 10, 21, 12, 0, second)),
        message: `The ${name} is dead.`,
        remedy,
      },
    });
    parts = [trouble('worker', 20), { trouble: undefined }];
    const health = async () =>
      (await service().made.get({ credentials })).health;
    expect(await health()).toEqual({ ok: false, ...parts[0].trouble });
    const clock = trouble('clock', 10);
    parts = [
      trouble('worker', 20),
      { trouble: Promise.resolve(clock.trouble) },
      { trouble: Promise.resolve(undefined) },
    ];
    expect(await health()).toEqual({
      ok: false,
      since: clock.trouble.since,
      message: 'The worker is dead. The clock is dead.',
      remedy: 'Restart.',
    });
    const worker = trouble('worker', 20);
    parts = [worker, trouble('clock', 30, 'Wait.')];
    expect(await health()).toMatchObject({
      since: worker.trouble.since,
      remedy: 'Restart. Wait.',
    });
  });

  it('says since when the database keeps nothing, until it keeps a write', async () => {
    const worker: { trouble: PartTrouble | undefined } = { trouble: undefined };
    parts = [worker];
    const { made } = service();
    const health = async () => (await made.get({ credentials })).health;
    expect(await health()).toEqual({ ok: true });
    const write = () =>
      store.db.raw(
        store.dialect.singleProcess
          ? 'INSERT INTO full_disk VALUES (zeroblob(100000))'
          : `DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$`,
      );
    if (store.dialect.singleProcess) {
      await store.db.raw('CREATE TABLE full_disk (bytes BLOB)');
      const [{ page_count: pages }] = await store.db.raw('PRAGMA page_count');
      await store.db.raw(`PRAGMA max_page_count = ${pages}`);
    }
    await expect(write()).rejects.toThrow(/full|no space/);
    await store.db('run_targets').select('run_id');
    // The cause of what stands still, so it is told instead.
    worker.trouble = { since: new Date(), message: 'Dead.', remedy: 'None.' };
    const first = await health();
    expect(first).toMatchObject({
      ok: false,
      message:
        'The database of the portal cannot be written: its disk is full. Nothing was changed.',
      remedy: expect.stringContaining('Free space'),
      since: expect.any(Date),
    });
    await expect(write()).rejects.toThrow(/full|no space/);
    expect((await health()).since).toEqual(first.since);
    worker.trouble = undefined;
    const keep = () =>
      store
        .db('run_targets')
        .where({ run_id: 'none' })
        .update({ run_id: 'none' });
    // What is small finds room between what does not.
    await keep();
    expect((await health()).since).toEqual(first.since);
    const clock = setClockAhead(8_000);
    await keep();
    expect(await health()).toEqual({ ok: true });
    clock.mockRestore();
  });
});
