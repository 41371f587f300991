import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readEvidence, readSteps } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { renewLease } from '../store/operations/renewLease';
import { houseIsBlue } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.mock('../store/operations/renewLease', () => ({
  renewLease: jest.fn(),
}));
const renewal = jest.mocked(renewLease);
const { renewLease: renew } = jest.requireActual<
  typeof import('../store/operations/renewLease')
>('../store/operations/renewLease');

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const LEASE_MS = 3_000;
const house = { apiVersion: 'v1', kind: 'ConfigMap', name: 'house' };

describe.each(ids)('a lease that cannot be renewed on %s', id => {
  let engine: TestEngine;
  /** What each call of the stubborn action could still do, by its name. */
  let done: string[];
  let refused: string[];
  let calls: number;

  /** Ignores its signal: it only goes on when it was told to end, and then tries to write. */
  const stubborn = createMissionAction({
    id: 'memory:stubborn',
    description: 'Goes on after its end',
    examples: [],
    effect: 'write',
    schema: { input: z.object({}).strict(), output: z.object({}) },
    plan: async () => ({
      changes: [{ object: house, verb: 'set', kind: 'create' }],
    }),
    async run({ signal, journal, evidence, checkpoint }) {
      calls += 1;
      if (calls > 1) {
        evidence({ asked: `GET house, call ${calls}`, answered: null });
        return {};
      }
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      const attempt = (what: string, write: () => unknown) =>
        Promise.resolve()
          .then(write)
          .then(
            () => done.push(what),
            () => refused.push(what),
          );
      await attempt('intent', () =>
        journal.intend({ verb: 'set', object: house, prior: null }),
      );
      await attempt('checkpoint', () => checkpoint('late', async () => 1));
      await attempt('evidence', () =>
        evidence({ asked: 'GET house, too late', answered: null }),
      );
      return {};
    },
  });

  beforeEach(async () => {
    [done, refused, calls] = [[], [], 0];
    renewal.mockImplementation(renew);
    const one = new MemoryCluster('one');
    one.objects.set('house', { data: 'blue' });
    engine = await TestEngine.create(await databases.init(id), [one]);
    engine.registry.addActions(stubborn);
  });

  afterEach(async () => {
    await engine.stop();
  });

  it('ends its handler, of which nothing is written any more, and is taken up again', async () => {
    const { db } = engine.store;
    await engine.worker({ leaseMs: LEASE_MS });
    const run = await engine.start({
      steps: [{ id: 'late', action: 'memory:stubborn' }],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.until(() => calls === 1);
    const [{ fence }] = await db('run_targets').select('fence');
    // The claim still counts for the database: only its renewal is not answered.
    renewal.mockRejectedValue(new Error('The database is away'));
    await engine.until(() => refused.length + done.length === 3);
    renewal.mockImplementation(renew);
    expect({ done, refused }).toEqual({
      done: [],
      refused: ['intent', 'checkpoint', 'evidence'],
    });
    expect(await db('run_journal')).toEqual([]);
    expect(await db('run_checkpoints')).toEqual([]);

    await engine.reaches(run.id, 'succeeded');
    const steps = await readSteps({ tx: db, runId: run.id });
    expect(steps).toMatchObject([{ state: 'succeeded', attempt: 1 }]);
    const [row] = await db('run_steps').where({ run_id: run.id });
    expect(row.fence).toBeGreaterThan(fence);
    const ended = await db('run_events')
      .where({ run_id: run.id })
      .whereLike('type', 'step.%')
      .orderBy('seq')
      .pluck('type');
    expect(ended).toEqual(['step.running', 'step.running', 'step.succeeded']);
    const evidence = await readEvidence({ tx: db, runId: run.id });
    expect(
      evidence
        .filter(({ result }) => result.phase === 'step')
        .flatMap(({ result }) => result.evidence!.map(item => item.asked)),
    ).toEqual(['GET house, call 2']);
  });
});
