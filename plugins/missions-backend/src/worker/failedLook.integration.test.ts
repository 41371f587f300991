import {
  type CheckOutcome,
  createMissionCheck,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { findingList } from '../services/runs/findingList';
import { readEvidence } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const object = {
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'shop',
  name: 'web',
};
const look: TestSpec = {
  type: 'orbit',
  checks: [
    {
      id: 'is-ready',
      title: 'The shop is ready',
      check: 'memory:ready',
      severity: 'critical',
      control: 'R-1',
      fixMission: 'make-ready',
    },
  ],
};

/** An orbit's check that names no findings itself. */
describe.each(ids)('a check that only fails on %s', id => {
  let engine: TestEngine;
  let answer: Pick<CheckOutcome, 'status' | 'message'>;
  let asked: number;

  beforeEach(async () => {
    asked = 0;
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    engine.registry.addChecks(
      createMissionCheck({
        id: 'memory:ready',
        description: 'Answers as told; is moving until it passes',
        examples: [],
        schema: { input: z.object({}).strict() },
        run: async () => {
          asked += 1;
          return {
            ...answer,
            evidence: [
              { asked: 'GET /ready', answered: answer.status, object },
            ],
            progressing: answer.status !== 'pass',
            progressKey: String(asked),
          };
        },
      }),
    );
    await engine.worker();
  });

  afterEach(() => engine.stop());

  const looked = async (
    status: CheckOutcome['status'],
    message: string,
    spec = look,
  ) => {
    answer = { status, message };
    const { id: runId } = await engine.start(spec);
    const { verdict } = await engine.reaches(
      runId,
      status === 'unknown' ? 'inconclusive' : 'succeeded',
    );
    const { db: tx } = engine.store;
    const { items, heat } = await findingList({ tx, runId });
    const records = await readEvidence({ tx, runId });
    const evidence = records
      .map(({ result }) => result)
      .filter(result => result.id === 'is-ready');
    return { verdict, items, heat, evidence };
  };

  it('is a finding itself, of which the verdict and the heat map know', async () => {
    const { verdict, items, heat } = await looked('fail', '0 of 3 are ready');
    expect(items).toEqual([
      expect.objectContaining({
        check: 'is-ready',
        title: 'The shop is ready',
        message: '0 of 3 are ready',
        severity: 'critical',
        status: 'new',
        control: 'R-1',
        fixMission: 'test/make-ready',
        object,
        evidence: [
          expect.objectContaining({ asked: 'GET /ready', answered: 'fail' }),
        ],
      }),
    ]);
    expect(verdict).toMatchObject({ findings: 1, new: 1, worst: 'critical' });
    expect(heat).toEqual([
      { targetId: 'one', check: 'is-ready', status: 'fail', count: 1 },
    ]);
  });

  it.each([
    ['make-ready', 'test/make-ready'],
    ['other/make-ready', 'other/make-ready'],
  ])('is repaired by %s: %s', async (mission, ref) => {
    const [check] = look.checks!;
    const { items, evidence } = await looked('fail', 'Not ready', {
      ...look,
      checks: [{ ...check, fixMission: mission, remedy: { mission } }],
    });
    expect(items).toMatchObject([{ fixMission: ref }]);
    expect(evidence).toMatchObject([
      { remedy: { text: `Run ${ref}`, mission: ref } },
    ]);
  });

  it('stays the same finding whatever it says', async () => {
    const became = async (...told: Parameters<typeof looked>) =>
      (await looked(...told)).items.map(({ status }) => status);
    expect(await became('fail', '0 of 3 are ready')).toEqual(['new']);
    expect(await became('fail', '2 of 3 are ready')).toEqual(['persisting']);
    expect(await became('unknown', 'No answer')).toEqual(['not_assessed']);
    expect(await became('warn', 'Ready, not quite')).toEqual(['persisting']);
    expect(await became('pass', 'All are ready')).toEqual(['fixed']);
    expect(await became('fail', '1 of 3 is ready')).toEqual(['regressed']);
  });

  it('is a low finding when it warns, whatever a failure of it is', async () => {
    const { verdict, items, heat } = await looked('warn', 'Ready, not quite');
    expect(items).toMatchObject([{ severity: 'low', status: 'new' }]);
    expect(verdict).toMatchObject({ findings: 1, worst: 'low' });
    expect(heat).toMatchObject([{ status: 'fail', count: 1 }]);
  });

  it('has its id and a medium severity when nothing else is said of it', async () => {
    const { items } = await looked('fail', 'Not ready', {
      type: 'orbit',
      checks: [{ id: 'is-ready', check: 'memory:ready' }],
    });
    expect(items).toMatchObject([{ title: 'is-ready', severity: 'medium' }]);
  });

  it.each(['fail', 'unknown'] as const)(
    'is asked once a look, also while it is moving: %s',
    async status => {
      const { verdict } = await looked(status, 'Is moving');
      expect(asked).toBe(1);
      expect(verdict).toMatchObject({ notAssessed: status === 'fail' ? 0 : 1 });
    },
  );
});
