import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { Masker } from '../sealing';
import { RunMask } from '../services/runs/RunMask';
import { readLogs, readPlans, readRun, readSteps } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const token = 'C4NARY-Token-VALUE';
const made = 'c4nary-token-value';
const part = 'VALUE';

/** Tells what it was given in every way, and gives it back. */
const echoAction = createMissionAction({
  id: 'test:echo',
  description: 'Tells its input',
  examples: [],
  effect: 'read',
  schema: {
    input: z.object({ text: z.string() }).strict(),
    output: z.object({ text: z.string() }),
  },
  async run(ctx) {
    const { text } = ctx.input;
    ctx.log.info(`Got ${text}`);
    ctx.progress({ text: `Has ${text}` });
    ctx.evidence({ asked: `Is it ${text}?`, answered: { text } });
    return { text };
  },
});

describe.each(ids)('what an expression makes of a secret, on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
    engine.registry.addActions(echoAction);
    await engine.worker();
  });

  afterEach(async () => {
    await engine.stop();
  });

  const parameters = {
    properties: { token: { type: 'string', secret: true } },
  } as const;
  const lower = '${{ parameters.token.lowerAscii() }}';

  it('is written as it is, and in clear in no table and no view', async () => {
    const run = await engine.start(
      {
        parameters,
        steps: [
          { id: 'echo', action: 'test:echo', input: { text: lower } },
          {
            id: 'write',
            action: 'memory:set',
            input: { name: 'made', value: '${{ steps.echo.output.text }}' },
          },
          {
            id: 'part',
            action: 'memory:set',
            input: {
              name: 'part',
              value: '${{ parameters.token.split("-")[2] }}',
            },
          },
        ],
        verify: [
          {
            id: 'is-made',
            check: 'memory:equals',
            input: { name: 'made', value: lower },
          },
        ],
      },
      { secrets: { token } },
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('made')).toEqual({ data: made });
    expect(one.objects.get('part')).toEqual({ data: part });

    const tx = engine.store.db;
    const lines = await readLogs({ tx, runId: run.id });
    expect(lines.map(line => line.text)).toContain('Got ***');
    const steps = await readSteps({ tx, runId: run.id, targetId: 'one' });
    expect(steps.find(step => step.stepId === 'echo')?.output).toEqual({
      text: '***',
    });
    const { needles } = new Masker([token, made]);
    for (const table of [
      ...['runs', 'run_targets', 'run_steps', 'run_events', 'run_logs'],
      ...['run_evidence', 'run_journal', 'run_checkpoints', 'approvals'],
      'run_derived_secrets',
    ]) {
      const text = JSON.stringify(await tx(table));
      const found = [...needles, `"${part}"`].filter(needle =>
        text.includes(needle),
      );
      expect([table, found]).toEqual([table, []]);
    }

    const mask = await RunMask.open({
      store: engine.store,
      run: (await readRun({ tx, runId: run.id }))!,
      targetIds: ['one'],
    });
    expect(
      mask.change({ path: 'data', before: null, after: made }, 'ConfigMap'),
    ).toMatchObject({
      secret: true,
      after: expect.stringMatching(/^\*\*\* #/),
    });

    const noted = 'kubectl.kubernetes.io/last-applied-configuration';
    const path = `metadata.annotations["${noted}"]`;
    expect(
      JSON.stringify(mask.change({ path, after: 'sesame' }, 'Secret')),
    ).not.toContain('sesame');

    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.objects.size).toBe(0);
    const all = JSON.stringify([await tx('run_events'), await tx('run_steps')]);
    expect(all).not.toContain(made);
  });

  it('is refused in the plan when it is too short to be hidden', async () => {
    const run = await engine.start(
      {
        parameters,
        steps: [
          {
            id: 'write',
            action: 'memory:set',
            input: {
              name: 'made',
              value: '${{ parameters.token.substring(0, 2) }}',
            },
          },
        ],
      },
      { secrets: { token } },
    );
    const tx = engine.store.db;
    await engine.until(
      async () => (await readPlans({ tx, runId: run.id })).length > 0,
    );
    const [plan] = await readPlans({ tx, runId: run.id });
    expect(plan.problems).toEqual([
      expect.objectContaining({
        stepId: 'write',
        message: expect.stringContaining('shorter than 4 cannot be hidden'),
      }),
    ]);
    expect(one.objects.size).toBe(0);
  });
});
