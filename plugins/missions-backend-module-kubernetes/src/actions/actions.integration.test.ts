import {
  compareClusters,
  MissionError,
} from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import {
  ActionBench,
  PlayedCrash,
} from '@mission-control/plugin-missions-node/testing';
import { readyCheck } from '../checks/ready';
import { deployWeb } from '../__testUtils__/deployWeb';
import {
  integrationTargets,
  simulator,
} from '../__testUtils__/integrationTargets';
import { SharedServer } from '../__testUtils__/SharedServer';
import { snapshotCluster } from '../__testUtils__/snapshotCluster';
import { waitFor } from '../__testUtils__/waitFor';
import { isRealChange } from '../journal';
import { deleteAction } from './delete';
import { getAction } from './get';
import { jobAction } from './job';
import { patchAction } from './patch';
import { restartAction } from './restart';
import { rolloutHistoryAction } from './rollout-history';
import { scaleAction } from './scale';
import { waitAction } from './wait';

const MINUTE = 60_000;

describe.each(integrationTargets())('kubernetes actions on $title', target => {
  const server = SharedServer.ofGroup(target);
  let cluster: ClusterClient;
  let namespace: string;
  server.namespaceEach('actions', place => {
    ({ cluster, namespace } = place);
  });
  beforeEach(async () => {
    await waitFor(
      async () => (await snapshotCluster(cluster, namespace)).length >= 2,
    );
  });

  const bench = (client = cluster) =>
    new ActionBench({ cluster: client, longestPauseMs: 100 });
  const deployment = () => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace,
    name: 'web',
  });
  const objects = () => ({ objects: [deployment()] });

  const applyWeb = (image: string) => deployWeb({ cluster, namespace }, image);

  async function webIsReady() {
    await waitFor(
      async () =>
        (await bench().check(readyCheck, objects())).status === 'pass',
    );
  }

  async function roundTrip(
    action: typeof patchAction | typeof scaleAction,
    input: Record<string, unknown>,
  ) {
    const step = bench();
    const plan = await step.plan(action as any, input);
    await step.run(action as any, input, plan);
    const undo = bench();
    const undoPlan = await undo.planUndo(action as any, input, step);
    return { step, plan, undo, undoPlan };
  }

  it(
    'patches, shows the owner of what it changes, and gives it back',
    async () => {
      await applyWeb('nginx:1.27');
      await webIsReady();
      const before = await snapshotCluster(cluster, namespace);
      const input = {
        object: deployment(),
        type: 'strategic',
        patch: {
          spec: {
            template: {
              spec: { containers: [{ name: 'web', image: 'nginx:1.28' }] },
            },
          },
        },
      };
      const { step, plan, undo, undoPlan } = await roundTrip(
        patchAction,
        input,
      );
      expect(plan.changes[0]).toMatchObject({
        kind: 'change',
        verb: 'patch',
        fields: [
          {
            path: 'spec.template.spec.containers[name=web].image',
            before: 'nginx:1.27',
            after: 'nginx:1.28',
            owner: 'kubectl',
          },
        ],
      });
      expect(undoPlan.changes[0]).toMatchObject({
        kind: 'change',
        fields: [{ before: 'nginx:1.28', after: 'nginx:1.27' }],
      });
      await undo.undo(patchAction, input, step, undoPlan);
      await webIsReady();
      await waitFor(
        async () =>
          compareClusters(before, await snapshotCluster(cluster, namespace))
            .length === 0,
      );
    },
    2 * MINUTE,
  );

  it('fails to plan a patch of what does not exist', async () => {
    await expect(
      bench().plan(patchAction, { object: deployment(), patch: {} }),
    ).rejects.toMatchObject({
      code: 'KUBERNETES_NOT_FOUND',
      message: `Deployment ${namespace}/web does not exist, so it cannot be patched`,
    });
  });

  it(
    'scales, and an autoscaler blocks it by name',
    async () => {
      await applyWeb('nginx:1.27');
      const input = { object: deployment(), replicas: 2 };
      const { step, undo, undoPlan } = await roundTrip(scaleAction, input);
      expect(step.evidence[0].answered).toMatchObject({
        object: { spec: { replicas: 2 } },
      });
      await undo.undo(scaleAction, input, step, undoPlan);

      await cluster.request({
        method: 'POST',
        path: `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
        body: {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: 'web-scaler' },
          spec: {
            maxReplicas: 3,
            scaleTargetRef: {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name: 'web',
            },
            metrics: [
              {
                type: 'Resource',
                resource: {
                  name: 'cpu',
                  target: { type: 'Utilization', averageUtilization: 80 },
                },
              },
            ],
          },
        },
      });
      const blocked = await bench().plan(scaleAction, input);
      expect(blocked.changes[0]).toMatchObject({
        kind: 'conflict',
        conflictWith: 'HorizontalPodAutoscaler web-scaler (spec.replicas)',
      });
      const taken = await bench().plan(scaleAction, {
        ...input,
        takeOver: true,
      });
      expect(taken.changes[0]).toMatchObject({
        kind: 'change',
        takeOver: true,
      });
    },
    MINUTE,
  );

  it(
    'restarts once however often the step is repeated, and says that it cannot be taken back',
    async () => {
      await applyWeb('nginx:1.27');
      const input = { object: deployment() };
      const step = bench();
      const plan = await step.plan(restartAction, input);
      expect(plan.changes[0].irreversible).toMatch(/cannot be taken back/);
      await step.run(restartAction, input, plan);
      await step.run(restartAction, input, plan);
      // A controller's write in between makes further tries, not restarts.
      expect((await step.journal.records()).filter(isRealChange)).toHaveLength(
        1,
      );
      const undoPlan = await bench().planUndo(restartAction, input, step);
      expect(undoPlan.changes[0]).toMatchObject({
        kind: 'noop',
        irreversible: plan.changes[0].irreversible,
      });
    },
    MINUTE,
  );

  it(
    'deletes, and undo makes the object anew with its field owners',
    async () => {
      await applyWeb('nginx:1.27');
      await webIsReady();
      const before = await snapshotCluster(cluster, namespace);
      const input = objects();
      const step = bench();
      const plan = await step.plan(deleteAction, input);
      expect(plan.changes[0]).toMatchObject({ kind: 'delete' });
      expect(plan.changes[0].irreversible).toBeUndefined();
      const output = await step.run(deleteAction, input, plan);
      expect(output.deleted).toHaveLength(1);
      expect(step.evidence[0].answered).toBe('not found');

      const undo = bench();
      await undo.undo(
        deleteAction,
        input,
        step,
        await undo.planUndo(deleteAction, input, step),
      );
      await webIsReady();
      await waitFor(
        async () =>
          compareClusters(before, await snapshotCluster(cluster, namespace))
            .length === 0,
      );
    },
    2 * MINUTE,
  );

  it('does not delete an object that was made anew since the plan', async () => {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const make = () =>
      cluster.request({
        method: 'POST',
        path,
        body: { metadata: { name: 'settings' } },
      });
    await make();
    const input = {
      objects: [
        { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'settings' },
      ],
    };
    const step = bench();
    const plan = await step.plan(deleteAction, input);
    await cluster.request({ method: 'DELETE', path: `${path}/settings` });
    await make();
    await expect(step.run(deleteAction, input, plan)).rejects.toMatchObject({
      name: 'ReapprovalNeeded',
      message: 'ConfigMap settings was made anew: its uid is another',
    });
  });

  it('says what is lost when a namespace with content is deleted', async () => {
    await cluster.request({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/configmaps`,
      body: { metadata: { name: 'precious' } },
    });
    const plan = await bench().plan(deleteAction, {
      objects: [{ apiVersion: 'v1', kind: 'Namespace', name: namespace }],
    });
    expect(plan.changes[0].irreversible).toBe(
      `its content is deleted with it: ConfigMap ${namespace}/precious`,
    );
  });

  it.each(['after the request', 'after a completion', 'after an intent'])(
    'patches once when the process ends %s',
    async point => {
      await applyWeb('nginx:1.27');
      let left = 1;
      const crash = (at: string) => {
        left -= at === point ? 1 : 0;
        if (at === point && left === 0) {
          throw new PlayedCrash(at);
        }
      };
      const client = server.client({
        afterRequest: request =>
          request.method === 'PATCH' && !request.query?.dryRun
            ? crash('after the request')
            : undefined,
      });
      const input = { object: deployment(), replicas: 0 };
      const step = bench(client);
      const plan = await step.plan(scaleAction, input);
      step.journal.crash = crash;
      await expect(step.run(scaleAction, input, plan)).rejects.toThrow(
        PlayedCrash,
      );
      await step.run(scaleAction, input, plan);
      const undo = bench();
      const undoPlan = await undo.planUndo(scaleAction, input, step);
      expect(undoPlan.changes[0]).toMatchObject({
        fields: [{ path: 'spec.replicas', before: 0, after: 1 }],
      });
      await undo.undo(scaleAction, input, step, undoPlan);
    },
    MINUTE,
  );

  it(
    'waits for a rollout, and is inconclusive when the time is up',
    async () => {
      await applyWeb('nginx:1.27');
      const done = await bench().run(waitAction, objects());
      expect(done.reason).toContain('1 of 1 available');

      const absent = bench().run(waitAction, {
        objects: [{ ...deployment(), name: 'never' }],
        timeout: '1s',
      });
      await expect(absent).rejects.toMatchObject({
        name: 'Inconclusive',
        code: 'STEP_TIMEOUT',
        message: `Not settled after 1 s, nothing moved: Deployment ${namespace}/never: It does not exist`,
        remedy: expect.stringContaining(
          `Look at Deployment ${namespace}/never.`,
        ),
        evidence: [{ object: { ...deployment(), name: 'never' } }],
      });
    },
    MINUTE,
  );

  it(
    'waits until all is absent, also what is beside an API that is not served',
    async () => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const labels = { app: 'web' };
      const body = { metadata: { name: 'here', labels } };
      const nothing = { apiVersion: 'example.com/v1', kind: 'Nothing' };
      const map = { apiVersion: 'v1', kind: 'ConfigMap' };
      const inputs = [
        {
          objects: [
            { ...nothing, namespace, name: 'gone' },
            { ...map, namespace, name: 'here' },
          ],
        },
        { selector: 'app=web', namespace, kinds: [nothing, map] },
      ];
      const wait = (input: object) =>
        bench().run(waitAction, { ...input, for: 'absent', timeout: '1s' });
      await cluster.request({ method: 'POST', path, body });
      for (const input of inputs) {
        await expect(wait(input)).rejects.toMatchObject({
          name: 'Inconclusive',
          message: expect.stringContaining('here: still there'),
        });
      }
      await cluster.request({ method: 'DELETE', path: `${path}/here` });
      for (const input of inputs) {
        const { reason } = await wait(input);
        expect(reason).toMatch(/: gone$/);
      }
    },
    MINUTE,
  );

  it(
    'calls nothing stable whose pods may not be seen',
    async () => {
      await applyWeb('nginx:1.27');
      await webIsReady();
      const blind = server.client({
        beforeRequest: ({ path }) => {
          if (path.endsWith('/pods')) {
            throw new MissionError('CLUSTER_FORBIDDEN', 'Not for you');
          }
        },
      });
      const ask = (input: object) =>
        bench(blind).check(readyCheck, { ...objects(), ...input });
      expect(await ask({})).toMatchObject({ status: 'pass' });
      expect(await ask({ stableFor: '1s' })).toMatchObject({
        status: 'unknown',
        message: `Ready, but its pods could not be seen, so nobody knows since when: Deployment ${namespace}/web`,
      });
    },
    MINUTE,
  );

  it(
    'reads an object without what the server manages',
    async () => {
      await applyWeb('nginx:1.27');
      const { object } = await bench().run(getAction, deployment());
      expect(object).toMatchObject({ spec: { replicas: 1 } });
      expect(object).not.toHaveProperty('status');
      expect(object).not.toHaveProperty('metadata.managedFields');
    },
    MINUTE,
  );

  it(
    'runs a Job once, collects its outcome, and undo deletes it',
    async () => {
      const input = { namespace, image: 'busybox:1.37', command: ['true'] };
      const step = bench();
      const plan = await step.plan(jobAction, input);
      expect(plan.changes[0]).toMatchObject({
        kind: 'create',
        irreversible: expect.stringContaining('cannot be taken back'),
      });
      const output = await step.run(jobAction, input, plan);
      expect(output.job).toMatch(/^step-[0-9a-f]{10}$/);
      const again = await step.run(jobAction, input, plan);
      expect(again.job).toBe(output.job);
      expect(await step.journal.records()).toHaveLength(1);

      const undo = bench();
      await undo.undo(
        jobAction,
        input,
        step,
        await undo.planUndo(jobAction, input, step),
      );
      const left = await snapshotCluster(cluster, namespace);
      expect(left.map(item => item.kind)).not.toContain('Job');
    },
    MINUTE,
  );
});

describe('a rollout of an image that cannot be pulled', () => {
  const server = SharedServer.ofGroup(simulator);

  it(
    'fails fast, is named by the check, and its last good image is found',
    async () => {
      const { cluster } = server;
      const apply = (image: string) =>
        deployWeb({ cluster, namespace: 'default' }, image);
      const bench = () => new ActionBench({ cluster, longestPauseMs: 100 });
      const ref = await apply('web:1.0');
      await bench().run(waitAction, { objects: [ref] });
      await apply('web:does-not-exist');

      await expect(
        bench().run(waitAction, { objects: [ref] }),
      ).rejects.toMatchObject({
        code: 'NOT_READY',
        message: expect.stringContaining('ImagePullBackOff'),
        object: expect.objectContaining({ kind: 'Pod' }),
      });
      // The kubelet tries again now and then: between two tries it is no longer terminal.
      let outcome = await bench().check(readyCheck, { objects: [ref] });
      await waitFor(async () => {
        outcome = await bench().check(readyCheck, { objects: [ref] });
        return outcome.progressing === false;
      });
      expect(outcome.status).toBe('fail');
      expect(outcome.message).toContain('ImagePullBackOff');

      const history = await bench().run(rolloutHistoryAction, {
        namespace: 'default',
        name: 'web',
      });
      expect(history).toMatchObject({
        healthy: false,
        lastGood: { containers: [{ name: 'web', image: 'web:1.0' }] },
        culprit: { image: 'web:does-not-exist' },
      });
    },
    MINUTE,
  );
});
