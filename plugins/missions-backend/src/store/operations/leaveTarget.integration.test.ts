import { Sealer } from '../../sealing';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { Store } from '../Store';
import type { RunRecord } from '../types';
import { announceReplica, type Replica } from './announceReplica';
import { claimTarget } from './claimTarget';
import { forgetReplicas } from './forgetReplicas';
import { leaveTarget } from './leaveTarget';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const LONG_AGO = '2020-01-01T00:00:00.000Z';
const LIFE_MS = 600_000;

/** A replica with keys that are called so; the number makes another key of it. */
function replicaWith(id: string, keys: Record<string, number>): Replica {
  const sealer = new Sealer(
    Object.entries(keys).map(([keyId, byte]) => ({
      id: keyId,
      key: Buffer.alloc(32, byte),
    })),
  );
  return { id, keys: sealer.prints, lifeMs: LIFE_MS };
}

const lacking = replicaWith('lacking', { old: 1 });
const keyed = replicaWith('keyed', { new: 2, old: 1 });

describe.each(ids)('leaveTarget on %s', id => {
  let store: Store;
  let run: RunRecord;

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    run = await insertRun(store, {
      targets: [{ cluster: { name: 'one' } }, { cluster: { name: 'two' } }],
    });
  });

  afterEach(() => store.close());

  const announce = (...replicas: Replica[]) =>
    Promise.all(
      replicas.map(replica =>
        announceReplica({ tx: store.db, dialect: store.dialect, replica }),
      ),
    );
  const forget = (replica: Replica) =>
    forgetReplicas({ tx: store.db, dialect: store.dialect, replica });
  const leave = (replica: Replica, targetId = 'one') =>
    store.changeRun(run.id, change =>
      leaveTarget({ change, replica, targetId, keyId: 'new' }),
    );
  /** All that a replica gets now; afterwards it is free again. */
  const claimsOf = async ({ id: owner }: Replica) => {
    const { db: tx, dialect } = store;
    const claimed: string[] = [];
    for (;;) {
      const target = await claimTarget({
        tx,
        dialect,
        owner,
        leaseMs: LIFE_MS,
        replicaLifeMs: LIFE_MS,
      });
      if (!target) {
        await tx('run_targets').update({
          lease_until: null,
          wake_at: LONG_AGO,
        });
        return claimed;
      }
      claimed.push(target.targetId);
    }
  };

  it('leaves one target, to whom lives and has the key', async () => {
    await announce(lacking, keyed);
    expect(await leave(lacking)).toBe(true);
    expect(await claimsOf(lacking)).toEqual(['two']);
    expect(await claimsOf(keyed)).toEqual(['one', 'two']);
  });

  it.each([
    ['nobody else is there', []],
    ['others lack the key, too', [replicaWith('other', { old: 1 })]],
    ['it is its own key', [replicaWith('other', { new: 3 })]],
  ])('leaves nothing when %s', async (_why, others) => {
    await announce(...others);
    expect(await leave(replicaWith('own', { new: 3 }))).toBe(false);
    expect(await store.db('left_targets')).toEqual([]);
  });

  it('leaves it to another key with the same id', async () => {
    await announce(keyed);
    expect(await leave(replicaWith('own', { new: 3 }))).toBe(true);
  });

  it('takes it again when the other one is gone or forgotten', async () => {
    await announce(lacking, keyed);
    await leave(lacking);
    await store
      .db('worker_replicas')
      .where({ id: keyed.id })
      .update({ seen_at: LONG_AGO });
    expect(await claimsOf(lacking)).toEqual(['one', 'two']);
    expect(await leave(lacking)).toBe(false);
    await forget(lacking);
    expect(await store.db('worker_replicas').pluck('id')).toEqual(['lacking']);
    expect(await claimsOf(lacking)).toEqual(['one', 'two']);
  });

  it('finds nobody for the last of several with a wrong key each', async () => {
    const wrong = [3, 4, 5].map(byte => replicaWith(`${byte}`, { new: byte }));
    await announce(...wrong);
    const left: unknown[] = [];
    for (const replica of wrong) {
      expect(await claimsOf(replica)).toContain('one');
      left.push(await leave(replica));
    }
    expect(left).toEqual([true, true, false]);
    // The last one tells; if it goes, the others look again.
    expect(await claimsOf(wrong[1])).toEqual(['two']);
    await store.db('worker_replicas').where({ id: '5' }).delete();
    expect(await claimsOf(wrong[1])).toEqual(['one', 'two']);
    expect(await leave(wrong[1])).toBe(false);
  });

  it('does not wait to be cancelled', async () => {
    await announce(lacking, keyed);
    await leave(lacking);
    await store.db('run_targets').update({ state: 'cancelling' });
    expect(await claimsOf(lacking)).toEqual(['one', 'two']);
  });

  it('announces one again that was forgotten while it was suspended', async () => {
    await announce(keyed);
    expect(await leave(lacking)).toBe(true);
    expect(await claimsOf(lacking)).toEqual(['two']);
    expect(await store.db('worker_replicas').pluck('id').orderBy('id')).toEqual(
      ['keyed', 'lacking'],
    );
  });

  it('forgets what was left of runs that have ended', async () => {
    await announce(lacking, keyed);
    await leave(lacking);
    await forget(lacking);
    expect(await store.db('left_targets')).toHaveLength(1);
    await store.db('runs').update({ finished_at: LONG_AGO });
    await forget(lacking);
    expect(await store.db('left_targets')).toEqual([]);
  });
});
