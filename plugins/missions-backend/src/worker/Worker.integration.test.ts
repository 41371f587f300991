import { readEvidence, readSteps, requestCancel } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('a worker on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
  });

  afterEach(async () => {
    await engine.stop();
  });

  it('takes a run from its creation over plan and approval to its proof', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [
        { id: 'name', action: 'core:noop', input: { value: 'blue' } },
        {
          id: 'paint',
          action: 'memory:set',
          input: { name: 'house', value: '${{ steps.name.output.value }}' },
        },
      ],
      verify: [
        {
          id: 'is-blue',
          check: 'memory:equals',
          input: { name: 'house', value: 'blue' },
        },
      ],
    });
    await engine.reaches(run.id, 'awaiting_approval');
    expect(one.objects.size).toBe(0);
    await engine.approve(run.id);
    const ended = await engine.reaches(run.id, 'succeeded');
    expect(ended.outcome).toBe('one succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    const evidence = await readEvidence({ tx: engine.store.db, runId: run.id });
    expect(
      evidence.map(item => [item.result.phase, item.result.status]),
    ).toEqual([
      ['preflight', 'pass'],
      ['step', 'pass'],
      ['verify', 'pass'],
    ]);
    const steps = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(steps.map(step => step.state)).toEqual(['succeeded', 'succeeded']);
  });

  it('cancels a step that runs', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [{ id: 'wait', action: 'memory:wait' }],
    });
    await engine.until(async () => {
      const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
      return step?.state === 'running';
    });
    await engine.store.changeRun(run.id, change =>
      requestCancel({ change, by: 'user:default/operator' }),
    );
    await engine.reaches(run.id, 'cancelled');
    const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(step.state).toBe('cancelled');
  });
});
