import { MissionError } from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import { createMissionAction, type MissionAction } from '../actions';
import { createMissionCheck } from '../checks';
import type { ClusterClient, ClusterRequest } from '../clusters';
import { ActionBench } from './ActionBench';

const object = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'web',
  name: 'settings',
};
const patch: ClusterRequest = {
  method: 'PATCH',
  path: '/api/v1/namespaces/web/configmaps/settings',
  body: { data: {} },
};
const approved = [{ object, verb: 'patch', kind: 'change' as const }];
const schema = { input: z.object({}), output: z.object({}) };

function action(
  run: MissionAction['run'],
  effect: MissionAction['effect'] = 'write',
) {
  return createMissionAction({
    id: 'acme:rotate',
    description: 'Rotates',
    examples: [],
    effect,
    schema,
    plan: async () => ({ changes: [] }),
    run,
    undo: {
      description: 'Rotates back',
      plan: async () => ({ changes: [] }),
      run: async ctx => {
        await run(ctx);
      },
    },
  });
}

describe('ActionBench', () => {
  let sent: ClusterRequest[];
  let bench: ActionBench;
  let live: boolean;

  beforeEach(() => {
    sent = [];
    live = false;
    const cluster = {
      cluster: { name: 'one' },
      request: async (request: ClusterRequest) => {
        if (!request.method && !live) {
          throw new MissionError('KUBERNETES_NOT_FOUND', 'It is not there');
        }
        sent.push(request);
        return { status: 200, headers: {}, warnings: [], body: object };
      },
      resource: async () => ({ resource: 'configmaps' }),
    } as unknown as ClusterClient;
    bench = new ActionBench({ cluster });
  });

  const undeclared = action(async ctx => {
    await ctx.cluster.request(patch);
    return {};
  });
  const declared = action(async ctx => {
    const seq = await ctx.journal.intend({
      verb: 'patch',
      object,
      prior: null,
    });
    const { body } = await ctx.cluster.request(patch);
    await ctx.journal.complete(seq, body);
    return {};
  });

  it('lets run and undo write what they declared', async () => {
    await bench.run(declared, {}, { changes: approved });
    await bench.undo(declared, {}, bench, { changes: approved });
    expect(sent).toMatchObject([patch, patch]);
  });

  it('refuses to declare what was not approved, and keeps that', async () => {
    const refused = {
      code: 'WRITE_NOT_APPROVED',
      message:
        "'patch' of ConfigMap web/settings was not approved: the approved plan of the step does not show it",
    };
    await expect(bench.run(declared, {})).rejects.toMatchObject(refused);
    await expect(bench.undo(declared, {}, bench, [])).rejects.toMatchObject(
      refused,
    );
    expect(sent).toEqual([]);
    expect(await bench.journal.records()).toMatchObject([
      { verb: 'patch', object, state: 'failed' },
      { verb: 'patch', object, state: 'failed' },
    ]);
    expect([...bench.journal.refusals.values()]).toEqual([refused, refused]);
  });

  it('refuses an undeclared write of run and undo', async () => {
    const refused = { code: 'WRITE_NOT_DECLARED' };
    await expect(bench.run(undeclared, {})).rejects.toMatchObject(refused);
    await expect(bench.undo(undeclared, {}, bench, [])).rejects.toMatchObject(
      refused,
    );
    expect(sent).toEqual([]);
  });

  it('refuses to declare another state than the cluster has, and keeps that', async () => {
    live = true;
    const refused = {
      code: 'WRITE_NOT_DECLARED',
      message: expect.stringContaining('was declared with no object before it'),
    };
    await expect(
      bench.run(declared, {}, { changes: approved }),
    ).rejects.toMatchObject(refused);
    expect(sent).toMatchObject([{ path: patch.path }]);
    expect(await bench.journal.records()).toMatchObject([{ state: 'failed' }]);
  });

  it('fails a call that ends before its journal knows what became of a write', async () => {
    const silent = action(async ctx => {
      await ctx.journal.intend({ verb: 'patch', object, prior: null });
      await ctx.cluster.request(patch);
      return {};
    });
    const refused = (who: string) => ({
      code: 'WRITE_NOT_COMPLETED',
      object,
      message: `${who} 'acme:rotate' ended without telling its journal what became of 'patch' of ConfigMap web/settings`,
      remedy: expect.stringContaining('ctx.journal.complete'),
    });
    await expect(
      bench.run(silent, {}, { changes: approved }),
    ).rejects.toMatchObject(refused('Action'));
    await expect(
      bench.undo(silent, {}, bench, { changes: approved }),
    ).rejects.toMatchObject(refused('The undo of action'));
    expect(await bench.journal.records()).toMatchObject([
      { state: 'intent' },
      { state: 'intent' },
    ]);
  });

  it('refuses a write that only an earlier try declared', async () => {
    bench.journal.crash = at => {
      if (at === 'after an intent') {
        throw new Error(at);
      }
    };
    const plan = { changes: approved };
    await expect(bench.run(declared, {}, plan)).rejects.toThrow(
      'after an intent',
    );
    bench.journal.crash = () => {};
    await expect(bench.run(undeclared, {})).rejects.toMatchObject({
      code: 'WRITE_NOT_DECLARED',
    });
    expect(sent).toEqual([]);
  });

  it('refuses every write of plans, checks and read actions', async () => {
    const write = (ctx: { cluster: ClusterClient }) =>
      ctx.cluster.request(patch) as Promise<any>;
    const check = createMissionCheck({
      id: 'acme:fresh',
      description: 'Writes',
      examples: [],
      schema,
      run: write,
    });
    const reads = action(declared.run, 'read');
    const plans = { ...declared, plan: write };
    const refused = {
      code: 'WRITE_NOT_DECLARED',
      message: expect.stringMatching(/^Step 'step' .*may only read$/),
    };
    await expect(bench.check(check, {})).rejects.toMatchObject(refused);
    await expect(
      bench.run(reads, {}, { changes: approved }),
    ).rejects.toMatchObject(refused);
    await expect(bench.plan(plans, {})).rejects.toMatchObject(refused);
    expect(sent).toEqual([]);
  });
});
