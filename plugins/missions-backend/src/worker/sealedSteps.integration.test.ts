import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { Masker } from '../sealing';
import { readEvidence, readLogs, readSteps } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const token = 'c4n4ry-token-value';
const planned = 'pl4nned-token-value';
const output = { token, digits: 12, empty: '', found: true };
const schema = {
  input: z.object({}).strict(),
  output: z.record(z.string(), z.any()),
};

/** Tells the secret in every way before it gives it. */
const tellAction = createMissionAction({
  id: 'test:tell',
  description: 'Tells a secret',
  examples: [],
  effect: 'read',
  schema,
  async run(ctx) {
    ctx.log.info(`The token is ${token.slice(0, 9)}`);
    ctx.log.info(`${token.slice(9)}, that is all`);
    ctx.progress({ text: `Has ${token}` });
    ctx.evidence({ asked: `Is it ${token}?`, answered: { token } });
    return output;
  },
});

/** Knows while planning what it will give. */
const knowAction = createMissionAction({
  id: 'test:know',
  description: 'Knows a secret',
  examples: [],
  effect: 'read',
  schema,
  plan: async () => ({
    changes: [],
    output: { token: planned },
    summary: `Knows ${planned}`,
  }),
  run: async () => ({ token: planned }),
});

describe.each(ids)('a sealed step on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
    engine.registry.addActions(tellAction, knowAction);
    await engine.worker();
  });

  afterEach(async () => {
    await engine.stop();
  });

  it('tells its secret neither before nor after it is known', async () => {
    const set = (step: string, name: string) => ({
      id: `set-${name}`,
      action: 'memory:set',
      input: { name, value: `\${{ steps.${step}.output.token }}` },
    });
    const run = await engine.start({
      steps: [
        { id: 'know', action: 'test:know', sealed: true },
        set('know', 'known'),
        {
          id: 'tell',
          action: 'test:tell',
          needs: ['set-known'],
          sealed: true,
          verify: [
            {
              id: 'is-known',
              check: 'memory:equals',
              input: {
                name: 'known',
                value:
                  '${{ steps.tell.output.found ? steps.know.output.token : steps.tell.output.token }}',
              },
            },
          ],
        },
        set('tell', 'told'),
      ],
      verify: [
        {
          id: 'is-told',
          check: 'memory:equals',
          input: { name: 'told', value: '${{ steps.tell.output.token }}' },
        },
      ],
    });
    await engine.approve(run.id);
    await engine.until(
      async () => (await engine.openApprovals(run.id)).length > 0,
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('told')).toEqual({ data: token });

    const tx = engine.store.db;
    const lines = await readLogs({ tx, runId: run.id });
    expect(
      lines.filter(line => line.stepId === 'tell').map(line => line.text),
    ).toEqual(['The token is ***', '***, that is all']);
    const evidence = await readEvidence({ tx, runId: run.id });
    expect(
      evidence.find(({ result }) => result.id === 'tell')?.result,
    ).toMatchObject({
      message: 'Is it ***?',
      evidence: [{ asked: 'Is it ***?', answered: { token: '***' } }],
    });
    const steps = await readSteps({ tx, runId: run.id, targetId: 'one' });
    expect(steps.find(step => step.stepId === 'tell')?.output).toEqual({
      token: '***',
      digits: '***',
      empty: '',
      found: true,
    });
    const { needles } = new Masker([token, planned]);
    for (const table of [
      ...['runs', 'run_targets', 'run_steps', 'run_events', 'run_logs'],
      ...['run_evidence', 'run_journal', 'run_checkpoints', 'approvals'],
    ]) {
      const text = JSON.stringify(await tx(table));
      const found = needles.filter(needle => text.includes(needle));
      expect([table, found]).toEqual([table, []]);
    }
  });
});
