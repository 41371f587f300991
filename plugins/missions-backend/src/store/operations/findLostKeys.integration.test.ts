import { Sealer, type SealingKey } from '../../sealing';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { Store } from '../Store';
import { findLostKeys } from './findLostKeys';
import { insertIntent } from './journal';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const key = (id: string, byte: number): SealingKey => ({
  id,
  key: Buffer.alloc(32, byte),
});
const first = key('a_b', 1);
const second = key('axb', 2);

describe.each(ids)('findLostKeys on %s', id => {
  let store: Store;

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer([first]),
    });
    for (const sealing of [first, second]) {
      const { id: runId } = await insertRun(store);
      for (const name of ['house', 'shed']) {
        await store.changeRun(runId, change =>
          insertIntent({
            change,
            sealer: new Sealer([sealing]),
            targetId: 'one',
            stepId: 'paint',
            fence: 1,
            entry: {
              verb: 'set',
              object: { apiVersion: 'v1', kind: 'ConfigMap', name },
              prior: { data: 'red' },
            },
          }),
        );
      }
    }
  });

  afterEach(async () => {
    await store.close();
  });

  it.each<[string, SealingKey[], Record<string, string>]>([
    ['nothing while all keys are there', [second, first], {}],
    ['a key that is gone', [second], { a_b: 'does not list' }],
    [
      'another key under the same id',
      [first, key('axb', 9)],
      { axb: "does not open with the key 'axb'" },
    ],
    [
      'all of them without any key',
      [],
      { a_b: 'does not list', axb: 'does not list' },
    ],
  ])('names %s', async (_what, keys, lost) => {
    const found = await findLostKeys({
      tx: store.db,
      sealer: new Sealer(keys),
    });
    expect(found.map(({ keyId }) => keyId).sort()).toEqual(
      Object.keys(lost).sort(),
    );
    for (const { keyId, runId, error } of found) {
      expect(error.message).toContain(lost[keyId]);
      expect(error.remedy).toContain(`'${keyId}'`);
      expect(await store.db('runs').where({ id: runId })).toHaveLength(1);
    }
  });
});
