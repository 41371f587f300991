import { setTimeout as wait } from 'node:timers/promises';
import type { Knex } from 'knex';
import { mockServices } from '@backstage/backend-test-utils';
import { Sealer } from '../sealing';
import { claimTarget, Store } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { insertRun } from '../store/__testUtils__/insertRun';
import { TestDatabaseId } from '../store/__testUtils__/TestDatabases';
import { LifeWatch } from './LifeWatch';
import { Presence } from './Presence';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const { Postgres } = TestDatabaseId;
/** The lease is longer than the test: what ends it is no clock. */
const LEASE_MS = 120_000;
/** Longer than those who watch wait before they judge. */
const JUDGED_MS = 2_000;

/** Resolves when it holds; the time limit of the test is its own. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await wait(20);
  }
}

(ids.includes(Postgres) ? describe : describe.skip)(
  'a replica that watches another on PostgreSQL',
  () => {
    let db: Knex;
    let one: Store;
    let other: Store;
    let presence: Presence;
    let watches: LifeWatch[];
    const logger = mockServices.logger.mock();

    beforeEach(async () => {
      db = await databases.init(Postgres);
      one = await Store.create({ database: db, sealer: new Sealer() });
      other = await Store.create({ database: db, sealer: new Sealer() });
      watches = [];
      await one.hearReplicas();
      await other.hearReplicas();
      await until(() => one.life.heldMs > 0 && other.life.heldMs > 0);
      presence = new Presence({ store: one, id: 'one', everyMs: 0 });
      await presence.tell();
      await insertRun(one);
      await claimTarget({
        tx: db,
        dialect: one.dialect,
        owner: 'one',
        leaseMs: LEASE_MS,
      });
    });

    afterEach(async () => {
      watches.forEach(each => each.stop());
      await one.close();
      await other.close();
    });

    function watch(steadyMs: number) {
      const watching = new LifeWatch({ store: other, logger, steadyMs });
      watches.push(watching);
      watching.start();
    }

    const isHeld = async () => {
      const target = await db('run_targets').first('lease_until');
      return Date.parse(target.lease_until) > Date.now();
    };
    const lifeKey = async () =>
      (await db('worker_replicas').where({ id: 'one' }).first())?.life_key;

    /** Ends the session that holds a lock, as a network or an operator does. */
    const cut = (key: number | undefined) =>
      db.raw(
        `SELECT pg_terminate_backend(pid) FROM pg_locks
         WHERE locktype = 'advisory' AND objid = CAST(? AS INTEGER)::oid`,
        [key!],
      );

    it('ends its leases when its process is gone, and calls those who claim', async () => {
      const called = jest.fn();
      other.onWork(called);
      watch(0);
      const { key } = one.life;
      expect(await lifeKey()).toBe(key);
      // It says nothing more, as a process that was killed.
      one.life.close();
      await cut(key);
      await until(async () => !(await isHeld()));
      await until(() => called.mock.calls.length > 0);
      expect(await lifeKey()).toBeUndefined();
    });

    it('leaves them to one that lives and only lost its session', async () => {
      watch(0);
      const { key } = one.life;
      await cut(key);
      await until(async () => (await lifeKey()) === null);
      await wait(JUDGED_MS);
      expect(await isHeld()).toBe(true);
      await until(() => one.life.key !== undefined);
      await presence.tell();
      expect(await lifeKey()).toBe(one.life.key);
      expect(one.life.key).not.toBe(key);
    });

    it('leaves them to one that is suspended, whose session stays', async () => {
      watch(0);
      await wait(JUDGED_MS);
      expect(await isHeld()).toBe(true);
    });

    it('judges nobody where it holds no lock itself, as at a server that took the place of another', async () => {
      // It thinks that it does: a connection that nothing comes by looks well.
      jest.spyOn(other.life, 'key', 'get').mockReturnValue(7);
      watch(0);
      one.life.close();
      await cut(one.life.key);
      await wait(JUDGED_MS);
      expect(await isHeld()).toBe(true);
    });

    it('judges nobody before it was heard itself for a while', async () => {
      watch(LEASE_MS);
      one.life.close();
      await cut(one.life.key);
      await wait(JUDGED_MS);
      expect(await isHeld()).toBe(true);
    });

    it('lets go what it holds when it cannot say that it lives', async () => {
      const cutOff = jest.fn();
      one.life.onCutOff(cutOff);
      await db.schema.renameTable('worker_replicas', 'worker_replicas_away');
      await cut(one.life.key);
      await until(() => cutOff.mock.calls.length > 0);
      await db.schema.renameTable('worker_replicas_away', 'worker_replicas');
      await until(async () => (await lifeKey()) === null);
      expect(cutOff).toHaveBeenCalledTimes(1);
    });
  },
);
