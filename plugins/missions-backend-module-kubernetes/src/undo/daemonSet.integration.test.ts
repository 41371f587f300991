import { FiveObjects } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { patchAction } from '../actions/patch';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the undo of what changed the Pods of a DaemonSet, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    it('is proved, although the API server counted both changes', async () => {
      const { cluster, namespace } = five;
      const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;
      const labels = { app: 'agent' };
      const container = { name: 'agent', image: 'example/agent:1' };
      await cluster.request({
        method: 'POST',
        path,
        body: {
          apiVersion: 'apps/v1',
          kind: 'DaemonSet',
          metadata: { name: 'agent' },
          spec: {
            selector: { matchLabels: labels },
            template: {
              metadata: { labels, annotations: { color: 'red' } },
              spec: { containers: [container] },
            },
          },
        },
      });
      const object = {
        ...{ apiVersion: 'apps/v1', kind: 'DaemonSet' },
        ...{ namespace, name: 'agent' },
      };
      const annotations = { color: 'blue' };
      const patch = { spec: { template: { metadata: { annotations } } } };
      const input = { object, patch };
      const step = five.bench();
      const plan = await step.plan(patchAction, input);
      await step.run(patchAction, input, plan);

      const undo = five.bench();
      const back = await undo.planUndo(patchAction, input, step);
      expect(back.changes).toMatchObject([{ kind: 'change' }]);
      expect(await undo.undo(patchAction, input, step, back)).toEqual({
        kept: [],
      });
      const { body } = await cluster.request({ path: `${path}/agent` });
      expect(body.spec.template.metadata.annotations).toEqual({ color: 'red' });
    });
  },
);
