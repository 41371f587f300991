import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { moveTarget, readEvidence, readSteps, readTarget } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const findAction = createMissionAction({
  id: 'memory:find',
  description: 'Finds a cause and tells it',
  examples: [],
  effect: 'read',
  schema: {
    input: z.object({ what: z.string() }).strict(),
    output: z.object({ token: z.string() }),
  },
  async run(ctx) {
    const { what } = ctx.input;
    ctx.log.info(`Looked at ${what} with s3cret-of-the-answer`);
    ctx.evidence({ asked: `objects of ${what}`, answered: { count: 2 } });
    ctx.evidence({
      asked: `why ${what} is broken`,
      answered: `${what} has a wrong tag, said s3cret-of-the-answer`,
    });
    return { token: 's3cret-of-the-answer' };
  },
});

const tellAction = createMissionAction({
  id: 'memory:tell',
  description: 'Tells more than is kept',
  examples: [],
  effect: 'read',
  schema: { input: z.object({}).strict(), output: z.object({}) },
  async run(ctx) {
    for (let line = 1; line <= 1_003; line++) {
      ctx.log.info(`Looked at house ${line}`);
    }
    return {};
  },
});

describe.each(ids)('what a read sees while planning on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    engine.registry.addActions(findAction, tellAction);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  const paint = paintHouse;
  const proof = [
    {
      id: 'proof',
      check: 'memory:equals',
      input: { name: 'house', value: 'blue' },
    },
  ];
  const seen = async (runId: string) =>
    (await readEvidence({ tx: engine.store.db, runId })).filter(
      ({ result }) => result.phase === 'step',
    );
  /** Lines come right after the plan. */
  const linesOf = async (runId: string, count: number) => {
    const read = () =>
      engine.store
        .db('run_logs')
        .where({ run_id: runId })
        .orderBy(['at', 'step_id']);
    await engine.until(async () => (await read()).length >= count);
    return read();
  };

  it('is kept with its step, once, from the plan to the end', async () => {
    const run = await engine.start({
      steps: [
        { id: 'find', action: 'memory:find', input: { what: 'the house' } },
        paint,
      ],
      verify: proof,
    });
    await engine.asks(run.id);
    const before = await seen(run.id);
    expect(before).toMatchObject([
      {
        stepId: 'find',
        result: {
          status: 'pass',
          message: 'the house has a wrong tag, said s3cret-of-the-answer',
          evidence: [
            { asked: 'objects of the house', answered: { count: 2 } },
            { asked: 'why the house is broken' },
          ],
        },
      },
    ]);
    expect(before[0].result.evidence?.[0].at).toEqual(expect.any(Date));
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const after = await seen(run.id);
    expect(after.filter(({ stepId }) => stepId === 'find')).toEqual(before);
    expect(await linesOf(run.id, 2)).toMatchObject([
      { step_id: 'find', seq: 1, level: 'info' },
      { step_id: 'paint' },
    ]);
  });

  it('says how many lines are missing, when there are too many', async () => {
    const run = await engine.start({
      steps: [{ id: 'tell', action: 'memory:tell', input: {} }, paint],
      verify: proof,
    });
    await engine.asks(run.id);
    await linesOf(run.id, 1_001);
    const lines = await engine.store
      .db('run_logs')
      .where({ run_id: run.id })
      .orderBy('seq')
      .pluck('text');
    expect(lines.slice(999)).toEqual([
      'Looked at house 1000',
      '… 3 lines are missing here: there were too many to keep',
    ]);
  });

  it('is kept for each entry', async () => {
    const run = await engine.start({
      steps: [
        {
          id: 'find',
          action: 'memory:find',
          each: '${{ ["a", "b"] }}',
          input: { what: '${{ each.value }}' },
        },
        paint,
      ],
      verify: proof,
    });
    await engine.asks(run.id);
    expect((await seen(run.id)).map(({ stepId }) => stepId)).toEqual(
      (await readSteps({ tx: engine.store.db, runId: run.id }))
        .filter(({ sourceId }) => sourceId === 'find')
        .map(({ stepId }) => stepId),
    );
    expect(await seen(run.id)).toHaveLength(2);
    expect(await linesOf(run.id, 2)).toHaveLength(2);
  });

  it('holds no secret of its sealed output', async () => {
    const run = await engine.start({
      steps: [
        {
          id: 'find',
          action: 'memory:find',
          sealed: true,
          input: { what: 'the house' },
        },
        paint,
      ],
      verify: proof,
    });
    await engine.asks(run.id);
    const told = await seen(run.id);
    expect(told).toHaveLength(1);
    const lines = await linesOf(run.id, 1);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify([told, lines])).not.toContain('s3cret');
  });

  it('is replaced when the target is planned again', async () => {
    const run = await engine.start({
      steps: [
        { id: 'find', action: 'memory:find', input: { what: 'the house' } },
        paint,
      ],
      verify: proof,
    });
    await engine.asks(run.id);
    const [first] = await seen(run.id);
    const targetId = 'one';
    await engine.store.changeRun(run.id, async change => {
      const target = await change.target(targetId);
      await moveTarget({
        change,
        target: target!,
        event: 'rechecked',
        columns: { wake_at: change.now },
      });
      change.wake = true;
    });
    await engine.until(
      async () =>
        (
          await readTarget({ tx: engine.store.db, runId: run.id, targetId })
        )?.state === 'awaiting_approval',
    );
    const again = await seen(run.id);
    expect(again).toHaveLength(1);
    expect(again[0].result.at).not.toEqual(first.result.at);
  });
});
