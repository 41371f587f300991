import { createMissionCheck } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { orbitOutcome, orbitState } from '../orbits';
import { readTargets } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { readOrbitRuns } from '../store/operations/readOrbitRuns';
import { insertHourlyOrbit } from './__testUtils__/hourlyOrbit';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const high = {
  id: 'limits',
  check: 'memory:answers',
  input: { status: 'fail' },
  severity: 'high',
} as const;
const low = {
  id: 'labels',
  check: 'memory:answers',
  input: { status: 'warn' },
} as const;
const blind = {
  id: 'blind',
  title: 'Are the nodes patched?',
  check: 'memory:answers',
  input: { status: 'unknown' },
} as const;
const nameless = {
  ...blind,
  id: 'blind2',
  title: undefined,
};

describe.each(ids)('a look with a check without an answer on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    engine.registry.addChecks(
      createMissionCheck({
        id: 'memory:answers',
        description: 'Answers as told',
        examples: [],
        schema: {
          input: z.object({ status: z.enum(['fail', 'warn', 'unknown']) }),
        },
        run: async ({ input: { status } }) => ({
          status,
          message: `It is ${status}`,
          evidence: [],
        }),
      }),
    );
    await insertHourlyOrbit(engine.store);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  const looked = async (...checks: NonNullable<TestSpec['checks']>) => {
    const { id: runId } = await engine.start(
      { type: 'orbit', checks },
      { trigger: { kind: 'schedule', orbitId: 'o1' }, orbitId: 'o1' },
    );
    await engine.reaches(runId, 'inconclusive');
    const { db: tx, dialect } = engine.store;
    const orbitIds = ['o1'];
    const [run] = await readOrbitRuns({ tx, dialect, orbitIds, limit: 1 });
    const [{ reason }] = await readTargets({ tx, runIds: [runId] });
    const now = new Date(run.createdAt);
    const { state } = orbitState(
      {
        paused: false,
        graceSeconds: 3600,
        nextRunAt: new Date(now.getTime() + 3_600_000),
        lastRun: run,
      },
      now,
    );
    return { state, outcome: orbitOutcome(run), verdict: run.verdict, reason };
  };

  it('is a look at a part: what the others found is its verdict', async () => {
    expect(await looked(high, low, blind)).toMatchObject({
      state: 'up',
      outcome: 'partly',
      verdict: {
        findings: 2,
        new: 2,
        assessed: 2,
        notAssessed: 1,
        worst: 'high',
      },
    });
  });

  it('did not look when no check has one, whatever is known from before', async () => {
    await looked(high, blind);
    const seeing = { ...high, input: { status: 'unknown' } } as const;
    expect(await looked(seeing, blind)).toMatchObject({
      state: 'down',
      outcome: 'did_not_look',
      verdict: { findings: 1, assessed: 0, notAssessed: 2 },
    });
  });

  it('says what nobody could see as the mission says it', async () => {
    expect((await looked(high, blind, nameless)).reason).toBe(
      "'Are the nodes patched?', 'blind2' could not be looked at: It is unknown",
    );
  });
});
