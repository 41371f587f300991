import { compareClusters } from '@mission-control/plugin-missions-common';
import {
  ReapprovalNeeded,
  type ClusterClient,
} from '@mission-control/plugin-missions-node';
import {
  ActionBench,
  PlayedCrash,
} from '@mission-control/plugin-missions-node/testing';
import { applyAction } from '.';
import { integrationTargets } from '../../__testUtils__/integrationTargets';
import { SharedServer } from '../../__testUtils__/SharedServer';
import { snapshotCluster } from '../../__testUtils__/snapshotCluster';
import { waitFor } from '../../__testUtils__/waitFor';

const MINUTE = 60_000;
let counter = 0;

/** A web application in its own namespace: six kinds, one of them secret. */
function webObjects(namespace: string, image = 'nginx:1.27') {
  const labels = { app: 'web' };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'web', image }] },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace },
      spec: { selector: labels, ports: [{ port: 80 }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'web', namespace },
      stringData: { password: 'hunter2' },
    },
    configMap(namespace, { greeting: 'hello' }),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  ];
}

function configMap(namespace: string, data: Record<string, string>) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'web', namespace },
    data,
  };
}

describe.each(integrationTargets())('kubernetes:apply on $title', target => {
  const server = SharedServer.ofGroup(target);
  let cluster: ClusterClient;
  let namespace: string;

  beforeEach(() => {
    cluster = server.cluster;
    counter += 1;
    namespace = `apply-${process.pid}-${counter}`;
  });
  afterEach(async () => {
    await cluster
      .request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}` })
      .catch(() => undefined);
  });

  const bench = (stepId = 'web', client = cluster) =>
    new ActionBench({ cluster: client, stepId, secrets: ['hunter2'] });

  /** Everything but the namespaces of other tests that share the server. */
  async function wholeCluster() {
    const ours = ['default', 'kube-system', 'kube-public', namespace];
    const all = await snapshotCluster(cluster);
    return all.filter(({ kind, metadata }) =>
      ours.includes(
        metadata?.namespace ??
          (kind === 'Namespace' ? metadata?.name ?? '' : namespace),
      ),
    );
  }

  async function makeNamespace() {
    await cluster.request({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name: namespace } },
    });
    await waitFor(async () => {
      const found = await snapshotCluster(cluster, namespace);
      return found.length >= 2;
    });
  }

  async function makeConfigMap(
    data: Record<string, string>,
    manager = 'kubectl-create',
  ) {
    await cluster.request({
      method: 'PATCH',
      path: `/api/v1/namespaces/${namespace}/configmaps/web`,
      query: { fieldManager: manager, force: true },
      contentType: 'application/apply-patch+yaml',
      body: configMap(namespace, data),
    });
  }

  it(
    'creates an application, and its undo leaves the cluster as it was',
    async () => {
      const before = await wholeCluster();
      const input = { objects: webObjects(namespace) };
      const step = bench();

      const plan = await step.plan(applyAction, input);
      expect(
        plan.changes.map(({ kind, object }) => [kind, object.kind]),
      ).toEqual([
        ['create', 'Namespace'],
        ['deferred', 'Secret'],
        ['deferred', 'ConfigMap'],
        ['deferred', 'Service'],
        ['deferred', 'Deployment'],
      ]);
      expect(JSON.stringify(plan)).not.toContain('hunter2');
      expect(JSON.stringify(plan)).not.toContain(
        Buffer.from('hunter2').toString('base64'),
      );

      const output = await step.run(applyAction, input, plan);
      expect(output.objects.map(object => object.outcome)).toEqual(
        Array(5).fill('created'),
      );
      expect(step.evidence).toHaveLength(5);
      expect(JSON.stringify(step.evidence)).not.toContain(
        Buffer.from('hunter2').toString('base64'),
      );

      const undo = bench('web');
      const undoPlan = await undo.planUndo(applyAction, input, step);
      expect(
        undoPlan.changes.map(({ kind, object }) => [kind, object.kind]),
      ).toEqual([
        ['delete', 'Deployment'],
        ['delete', 'Service'],
        ['delete', 'ConfigMap'],
        ['delete', 'Secret'],
        ['delete', 'Namespace'],
      ]);
      await undo.undo(applyAction, input, step, undoPlan);
      expect(compareClusters(before, await wholeCluster())).toEqual([]);
    },
    2 * MINUTE,
  );

  it(
    'names the owner of a field, takes it over by a line, and gives it back',
    async () => {
      await makeNamespace();
      await makeConfigMap({ greeting: 'hello', other: 'kept' }, 'somebody');
      const before = await snapshotCluster(cluster, namespace);
      const objects = [configMap(namespace, { greeting: 'bye', mine: 'new' })];

      const blocked = await bench().plan(applyAction, { objects });
      expect(blocked.changes[0]).toMatchObject({
        kind: 'conflict',
        conflictWith: 'somebody (data.greeting)',
      });
      await expect(
        bench().run(applyAction, { objects }, blocked),
      ).rejects.toMatchObject({ code: 'PLAN_CONFLICT' });

      const input = {
        objects,
        takeOver: [{ kind: 'ConfigMap', name: 'web', fields: ['data'] }],
      };
      const step = bench();
      const plan = await step.plan(applyAction, input);
      expect(plan.changes[0]).toMatchObject({
        kind: 'change',
        takeOver: true,
        fields: [
          {
            path: 'data.greeting',
            before: 'hello',
            after: 'bye',
            owner: 'somebody',
          },
          { path: 'data.mine', after: 'new' },
        ],
      });
      await step.run(applyAction, input, plan);

      const undo = bench();
      await undo.undo(
        applyAction,
        input,
        step,
        await undo.planUndo(applyAction, input, step),
      );
      expect(
        compareClusters(before, await snapshotCluster(cluster, namespace)),
      ).toEqual([]);
      // The owner can go on without a conflict.
      await cluster.request({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/configmaps/web`,
        query: { fieldManager: 'somebody', force: false },
        contentType: 'application/apply-patch+yaml',
        body: configMap(namespace, { greeting: 'again', other: 'kept' }),
      });
    },
    MINUTE,
  );

  it(
    'undoes its undo',
    async () => {
      await makeNamespace();
      const input = { objects: [configMap(namespace, { greeting: 'hello' })] };
      const step = bench();
      await step.run(applyAction, input, await step.plan(applyAction, input));
      const applied = await snapshotCluster(cluster, namespace);

      const undo = bench();
      await undo.undo(
        applyAction,
        input,
        step,
        await undo.planUndo(applyAction, input, step),
      );
      const redo = bench();
      const redoPlan = await redo.planUndo(applyAction, input, undo);
      expect(redoPlan.changes[0]).toMatchObject({ kind: 'create' });
      await redo.undo(applyAction, input, undo, redoPlan);
      expect(
        compareClusters(applied, await snapshotCluster(cluster, namespace)),
      ).toEqual([]);
    },
    MINUTE,
  );

  it('asks again when the object changed after the plan', async () => {
    await makeNamespace();
    await makeConfigMap({ other: 'x' });
    const input = { objects: [configMap(namespace, { greeting: 'hello' })] };
    const step = bench();
    const plan = await step.plan(applyAction, input);
    await makeConfigMap({ other: 'x', greeting: 'theirs' });

    const error = await step.run(applyAction, input, plan).catch(e => e);
    expect(error).toBeInstanceOf(ReapprovalNeeded);
    expect(error).toMatchObject({
      reason: 'drift',
      message: 'ConfigMap web changed since the plan at data.greeting',
      changes: [{ stepId: 'web', kind: 'conflict' }],
    });
    expect(await step.journal.records()).toEqual([]);
  });

  it('does not ask again when something else of the object changed', async () => {
    await makeNamespace();
    await makeConfigMap({ other: 'x' });
    const input = { objects: [configMap(namespace, { greeting: 'hello' })] };
    const step = bench();
    const plan = await step.plan(applyAction, input);
    await makeConfigMap({ other: 'y' });
    const output = await step.run(applyAction, input, plan);
    expect(output.objects[0].outcome).toBe('changed');

    const undo = bench();
    await undo.undo(
      applyAction,
      input,
      step,
      await undo.planUndo(applyAction, input, step),
    );
    const { body } = await cluster.request({
      path: `/api/v1/namespaces/${namespace}/configmaps/web`,
    });
    expect(body.data).toEqual({ other: 'y' });
  });

  it('refuses to take back what drifted, and does when a person says so', async () => {
    await makeNamespace();
    const input = { objects: [configMap(namespace, { greeting: 'hello' })] };
    const step = bench();
    await step.run(applyAction, input, await step.plan(applyAction, input));
    await makeConfigMap({ greeting: 'theirs' });

    const undo = bench();
    const plan = await undo.planUndo(applyAction, input, step);
    expect(plan.changes[0]).toMatchObject({
      kind: 'conflict',
      conflictWith: 'kubectl-create',
      note: expect.stringMatching(
        /^data\.greeting was changed since by kubectl-create at \d{4}-\d\d-\d\dT[\d:]+Z: before the run absent, after it "hello", now "theirs"$/,
      ),
    });
    const overwriteDrift = [plan.changes[0].object];
    const chosen = await undo.planUndo(applyAction, input, step, {
      overwriteDrift,
    });
    expect(chosen.changes[0]).toMatchObject({
      kind: 'delete',
      takeOver: true,
      note: expect.stringMatching(/^Deletes what drifted/),
    });
    await undo.undo(applyAction, input, step, chosen, overwriteDrift);
    const left = await snapshotCluster(cluster, namespace);
    expect(left.map(item => item.metadata?.name)).not.toContain('web');
  });

  describe('undo of a namespace into which others put something', () => {
    const input = () => ({ objects: webObjects(namespace).slice(-2) });
    const holding = () =>
      `It stays, because it holds Secret ${namespace}/theirs`;
    const made = async () => {
      const step = bench();
      const plan = await step.plan(applyAction, input());
      await step.run(applyAction, input(), plan);
      return step;
    };
    const putForeign = () =>
      cluster.request({
        method: 'POST',
        path: `/api/v1/namespaces/${namespace}/secrets`,
        body: { metadata: { name: 'theirs' } },
      });
    const seqOf = async (step: ActionBench, kind: string) =>
      (await step.journal.records()).find(({ object }) => object.kind === kind)
        ?.seq;
    const left = async () => {
      const objects = await snapshotCluster(cluster, namespace);
      return objects.map(
        ({ kind, metadata }) => `${kind} ${metadata?.name ?? ''}`,
      );
    };

    it('takes the rest back, keeps it, and says why', async () => {
      const step = await made();
      await putForeign();
      const undo = bench();
      const plan = await undo.planUndo(applyAction, input(), step);
      expect(plan.changes).toMatchObject([
        { kind: 'delete', object: { kind: 'ConfigMap' } },
        { kind: 'noop', object: { kind: 'Namespace' }, note: holding() },
      ]);
      const result = await undo.undo(applyAction, input(), step, plan);
      expect(result).toEqual({
        kept: [{ seq: await seqOf(step, 'Namespace'), reason: holding() }],
      });
      expect(await left()).toContain('Secret theirs');
      expect(await left()).not.toContain('ConfigMap web');
      expect(undo.evidence).toContainEqual(
        // Types of other tests come and go on the same cluster.
        expect.objectContaining({
          answered: expect.stringContaining(holding()),
        }),
      );
    });

    it(
      'deletes it by a later undo, when that is gone',
      async () => {
        const step = await made();
        await putForeign();
        const first = bench();
        const plan = await first.planUndo(applyAction, input(), step);
        await first.undo(applyAction, input(), step, plan);
        await cluster.request({
          method: 'DELETE',
          path: `/api/v1/namespaces/${namespace}/secrets/theirs`,
        });
        const undo = bench();
        const second = await undo.planUndo(applyAction, input(), step);
        expect(second.changes).toMatchObject([
          { kind: 'noop', object: { kind: 'ConfigMap' } },
          { kind: 'delete', object: { kind: 'Namespace' } },
        ]);
        const result = await undo.undo(applyAction, input(), step, second);
        expect(result).toEqual({ kept: [] });
        expect(await left()).toEqual([]);
      },
      MINUTE,
    );

    it('does not delete what others put there, also when told to overwrite it', async () => {
      const step = await made();
      await putForeign();
      const undo = bench();
      const overwriteDrift = [
        { apiVersion: 'v1', kind: 'Namespace', name: namespace },
      ];
      const plan = await undo.planUndo(applyAction, input(), step, {
        overwriteDrift,
      });
      expect(plan.changes[1]).toMatchObject({
        kind: 'noop',
        note: `${holding()}. overwriteDrift does not reach it: what others put there is never deleted`,
      });
      await undo.undo(applyAction, input(), step, plan, overwriteDrift);
      expect(await left()).toContain('Secret theirs');
    });

    it.each([
      ['', []],
      [', also with overwriteDrift', [{ apiVersion: 'v1', kind: 'Namespace' }]],
    ])('looks again before it deletes%s', async (_words, chosen) => {
      const step = await made();
      await cluster.request({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}`,
        contentType: 'application/merge-patch+json',
        body: { metadata: { labels: chosen.length ? { team: 'x' } : {} } },
      });
      const overwriteDrift = chosen.map(ref => ({ ...ref, name: namespace }));
      const undo = bench();
      const plan = await undo.planUndo(applyAction, input(), step, {
        overwriteDrift,
      });
      expect(plan.changes[1].kind).toBe('delete');
      await putForeign();
      await undo.undo(applyAction, input(), step, plan, overwriteDrift);
      expect(await left()).toContain('Secret theirs');
      expect(undo.evidence).toContainEqual(
        // Types of other tests come and go on the same cluster.
        expect.objectContaining({
          answered: expect.stringContaining(holding()),
        }),
      );
    });
  });

  const crashPoints = [
    'before an intent',
    'after an intent',
    'before the request',
    'after the request',
    'before a completion',
    'after a completion',
  ];

  describe.each(crashPoints)('when the process ends %s', point => {
    it.each([1, 2])(
      'comes to the same end at write %i, and undo takes it all back',
      async nth => {
        await makeNamespace();
        await makeConfigMap({ other: 'x' });
        const before = await snapshotCluster(cluster, namespace);
        let left = nth;
        const crash = (at: string) => {
          left -= at === point ? 1 : 0;
          if (at === point && left === 0) {
            throw new PlayedCrash(at);
          }
        };
        const isWrite = (request: { method?: string; query?: any }) =>
          request.method === 'PATCH' && !request.query?.dryRun;
        const client = server.client({
          beforeRequest: request =>
            isWrite(request) ? crash('before the request') : undefined,
          afterRequest: request =>
            isWrite(request) ? crash('after the request') : undefined,
        });
        const input = {
          objects: [
            { ...configMap(namespace, { greeting: 'hello' }) },
            {
              ...configMap(namespace, { greeting: 'hello' }),
              metadata: { name: 'second', namespace },
            },
          ],
        };
        const step = bench('web', client);
        const plan = await step.plan(applyAction, input);
        step.journal.crash = crash;
        await expect(step.run(applyAction, input, plan)).rejects.toThrow(
          PlayedCrash,
        );
        const output = await step.run(applyAction, input, plan);
        expect(output.objects.map(object => object.outcome)).toEqual([
          'changed',
          'created',
        ]);

        const undo = bench();
        const undoPlan = await undo.planUndo(applyAction, input, step);
        expect(undoPlan.changes.map(change => change.kind)).toEqual([
          'delete',
          'change',
        ]);
        await undo.undo(applyAction, input, step, undoPlan);
        expect(
          compareClusters(before, await snapshotCluster(cluster, namespace)),
        ).toEqual([]);
      },
      MINUTE,
    );
  });
});
