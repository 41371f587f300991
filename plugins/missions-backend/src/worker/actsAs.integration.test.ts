import { readEvidence, readTarget } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { paintHouse, startAtRedHouse } from './__testUtils__/house';
import type { MemoryCluster } from './__testUtils__/MemoryCluster';
import type { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('as whom a run acts on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    ({ engine, one } = await startAtRedHouse(await databases.init(id)));
  });

  afterEach(() => engine.stop());

  const targetOf = async (runId: string) =>
    readTarget({ tx: engine.store.db, runId, targetId: 'one' });
  const planned = async () => {
    const { id: runId } = await engine.start({
      preflight: [
        {
          id: 'is-red',
          check: 'memory:equals',
          input: { name: 'house', value: 'red' },
        },
      ],
      steps: [paintHouse],
    });
    await engine.reaches(runId, 'awaiting_approval');
    const records = await readEvidence({ tx: engine.store.db, runId });
    const evidence = records.map(({ result }) => result);
    return { runId, target: await targetOf(runId), evidence };
  };

  it('is kept with the target when the cluster says it', async () => {
    const { target, evidence } = await planned();
    expect(target?.identity).toBe('system:test');
    expect(evidence[0]).toMatchObject({
      id: 'cluster-identity',
      status: 'pass',
      message: 'Acts as system:test',
    });
  });

  it('is a warning and no name when nobody says it, and the checks are asked', async () => {
    one.standing = {
      identity: undefined,
      status: 'warn',
      message: 'As whom it acts is not known. Forbidden',
      remedy: 'Grant system:basic-user.',
    };
    const { target, evidence } = await planned();
    expect(target?.identity).toBeUndefined();
    expect(evidence.map(check => [check.id, check.status])).toEqual([
      ['cluster-identity', 'warn'],
      ['is-red', 'pass'],
    ]);
    expect(evidence[0]).toMatchObject({
      message: 'As whom it acts is not known. Forbidden',
      remedy: { text: 'Grant system:basic-user.' },
    });
  });

  it('is not the word of an earlier version for no name', async () => {
    const { runId } = await planned();
    await engine.store
      .db('run_targets')
      .where({ run_id: runId })
      .update({ identity: 'unknown' });
    expect((await targetOf(runId))?.identity).toBeUndefined();
  });
});
