import type { RunScope } from '../../permissions';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { Store } from '../Store';
import { readOlderAnswers } from './readOlderAnswers';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('readOlderAnswers on %s', id => {
  let store: Store;
  let minute: number;

  beforeEach(async () => {
    minute = 0;
    store = await Store.create({ database: await databases.init(id) });
  });
  afterEach(async () => {
    await store.close();
  });

  /** A run of an orbit in which these clusters answered with these UIDs, or did not (null). */
  async function ran(
    orbitId: string,
    answered: Record<string, string | null>,
    initiator = 'user:default/jane',
  ) {
    const names = Object.keys(answered);
    const { id: runId } = await insertRun(store, {
      orbitId,
      initiator,
      targets: names.map(name => ({ cluster: { name } })),
    });
    minute += 1;
    await store
      .db('runs')
      .where({ id: runId })
      .update({ created_at: `2026-01-01T00:0${minute}:00.000Z` });
    for (const name of names) {
      await store
        .db('run_targets')
        .where({ run_id: runId, target_id: name })
        .update({ cluster_uid: answered[name], watched_uid: 'watched' });
    }
  }
  const read = (
    options: Partial<Parameters<typeof readOlderAnswers>[0]> = {},
  ) =>
    readOlderAnswers({
      tx: store.db,
      dialect: store.dialect,
      orbits: [
        {
          id: 'o1',
          targets: ['eu', 'us', 'never'].map(cluster => ({ cluster })),
        },
        { id: 'o2', targets: [{ cluster: 'eu' }] },
      ],
      runs: [
        { orbitId: 'o1', pinned: [{ cluster: 'eu', uid: 'eu-2' }] },
        { orbitId: 'o2', pinned: [] },
      ],
      ...options,
    });
  const answer = (orbitId: string, cluster: string, uid: string) => ({
    orbitId,
    pinned: [{ cluster, uid, watchedUid: 'watched' }],
    readable: true,
  });

  it('answers the newest of each cluster that is missing, and of no other', async () => {
    await ran('o1', { eu: 'eu-0', us: 'us-0', never: null });
    await ran('o1', { eu: 'eu-1', us: 'us-1', never: null });
    await ran('o2', { eu: 'eu-of-o2' });
    await ran('o2', { eu: null });
    await ran('o1', { eu: 'eu-2', us: null, never: null });
    const answers = await read();
    expect(
      answers.toSorted((a, b) => a.orbitId.localeCompare(b.orbitId)),
    ).toEqual([answer('o1', 'us', 'us-1'), answer('o2', 'eu', 'eu-of-o2')]);
  });

  it('tells which of the runs may be read', async () => {
    await ran('o1', { us: 'us-0' });
    await ran('o2', { eu: 'eu-of-o2' }, 'user:default/other');
    const scope: RunScope = {
      key: 'initiator',
      values: ['user:default/jane'],
    };
    const answers = await read({ scope });
    expect(
      Object.fromEntries(answers.map(item => [item.orbitId, item.readable])),
    ).toEqual({ o1: true, o2: false });
  });

  it('answers nothing about orbits that miss no cluster, or never ran', async () => {
    await ran('o1', { us: 'us-0' });
    expect(
      await read({
        orbits: [
          { id: 'o1', targets: [{ cluster: 'eu' }] },
          { id: 'o3', targets: [{ cluster: 'us' }] },
        ],
      }),
    ).toEqual([]);
  });
});
