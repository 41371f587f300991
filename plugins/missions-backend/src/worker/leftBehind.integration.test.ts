import {
  createMissionAction,
  createMissionCheck,
  type MissionAction,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readTargets, requestCancel } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';
import type { Worker } from './Worker';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('what never answers on %s', id => {
  let engine: TestEngine;
  let worker: Worker;
  /** What was asked, by its name. */
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    const never = (what: string) => () => {
      asked.push(what);
      return new Promise<never>(() => {});
    };
    const action: MissionAction = createMissionAction({
      id: 'test:deaf',
      description: 'Never ends',
      examples: [],
      effect: 'read',
      schema: { input: z.object({}), output: z.object({}) },
      run: never('read'),
    });
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    engine.registry.addActions(action, {
      ...action,
      id: 'test:deaf-plan',
      effect: 'write',
      plan: never('plan'),
    });
    engine.registry.addChecks(
      createMissionCheck({
        id: 'test:deaf-check',
        description: 'Never ends',
        examples: [],
        schema: { input: z.object({}) },
        run: never('check'),
      }),
    );
    worker = await engine.worker();
  });

  afterEach(() => engine.stop());

  const deaf = { id: 'deaf', action: 'test:deaf', input: {} };
  const check = { id: 'deaf', check: 'test:deaf-check' };
  const plan = { ...deaf, action: 'test:deaf-plan' };

  const startEach = (specs: readonly TestSpec[]) =>
    Promise.all(
      specs.map(spec => engine.start({ ...spec, verify: [houseIsBlue] })),
    );
  const reasonOf = async (runId: string) =>
    (await readTargets({ tx: engine.store.db, runIds: [runId] }))[0].reason;

  it('is a problem of the plan when its time is up', async () => {
    const runs = await startEach([
      { steps: [{ ...deaf, timeout: '1s' }, paintHouse] },
      { steps: [{ ...plan, timeout: '1s' }, paintHouse] },
    ]);
    const reasons: unknown[] = [];
    for (const run of runs) {
      await engine.reaches(run.id, 'blocked');
      reasons.push(await reasonOf(run.id));
    }
    const end = 'did not answer within its time limit of 1 s';
    expect(reasons).toEqual([
      `deaf: Action 'test:deaf' ${end}`,
      `deaf: The plan of action 'test:deaf-plan' ${end}`,
    ]);
  });

  it('lets its run be cancelled, and leaves its place', async () => {
    const runs = await startEach([
      { steps: [deaf, paintHouse] },
      { steps: [plan, paintHouse] },
      { preflight: [check], steps: [paintHouse] },
    ]);
    await engine.until(() => asked.length === runs.length);
    expect(asked.toSorted()).toEqual(['check', 'plan', 'read']);
    for (const run of runs) {
      await engine.store.changeRun(run.id, change =>
        requestCancel({ change, by: run.initiator }),
      );
    }
    for (const run of runs) {
      await engine.reaches(run.id, 'cancelled');
    }
    await engine.until(() => worker.busy === 0);
  });

  it('ends with the time of the step that it is a check of', async () => {
    const [run] = await startEach([
      {
        steps: [
          {
            ...paintHouse,
            timeout: '1s',
            verify: [{ check: 'test:deaf-check' }],
          },
        ],
      },
    ]);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    expect(asked).toEqual(['check']);
    expect(await reasonOf(run.id)).toMatch(
      /^paint: Step 'paint' did not end within its time limit of 1 s/,
    );
  });
});
