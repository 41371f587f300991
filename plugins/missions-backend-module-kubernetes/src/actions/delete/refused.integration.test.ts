import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { actAs } from '../../__testUtils__/actAs';
import { FiveObjects } from '../../__testUtils__/FiveObjects';
import { integrationTargets } from '../../__testUtils__/integrationTargets';
import { deleteAction } from '.';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the plan of kubernetes:delete on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const versionOf = async (name: string) =>
      (await five.cluster.request({ path: five.pathOf(name) })).body.metadata
        .resourceVersion;

    describe('of what the acting identity may delete in part', () => {
      const quota = () => ({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        namespace: five.namespace,
        name: 'rq',
      });
      async function acting(...deleted: string[]) {
        await five.paint('a', 'red');
        await five.cluster.request({
          method: 'POST',
          path: `/api/v1/namespaces/${five.namespace}/resourcequotas`,
          body: { metadata: { name: 'rq' }, spec: { hard: { pods: '9' } } },
        });
        return actAs(five.cluster, five.namespace, [
          { resources: ['configmaps', 'resourcequotas'], verbs: ['get'] },
          { resources: deleted, verbs: ['delete'] },
          // The definitions of other tests, which come and go, are no news then.
          { apiGroups: ['*'], resources: ['*'], verbs: ['list'] },
        ]);
      }
      const input = () => ({ objects: [five.refOf('a'), quota()] });

      it('says what is forbidden, and nothing is deleted', async () => {
        const step = new ActionBench({ cluster: await acting('configmaps') });
        await expect(step.plan(deleteAction, input())).rejects.toMatchObject({
          code: 'CLUSTER_FORBIDDEN',
          message: expect.stringContaining(
            'cannot delete resource "resourcequotas"',
          ),
          object: quota(),
        });
        expect(await five.colors()).toBe('red - - - -');
      });

      it('names all that is forbidden', async () => {
        const step = new ActionBench({ cluster: await acting('secrets') });
        await expect(step.plan(deleteAction, input())).rejects.toThrow(
          /^2 objects cannot be planned:\n.*"configmaps".*\n.*"resourcequotas"/,
        );
      });

      it('is made where all is allowed, and then carried out', async () => {
        const cluster = await acting('configmaps', 'resourcequotas');
        const step = new ActionBench({ cluster });
        const plan = await step.plan(deleteAction, input());
        expect(
          plan.changes.map(({ kind, irreversible }) => [kind, irreversible]),
        ).toEqual(Array(2).fill(['delete', undefined]));
        expect(await five.colors()).toBe('red - - - -');
        const { deleted } = await step.run(deleteAction, input(), plan);
        expect(deleted).toEqual(input().objects);
      });
    });

    it('tries the very deletion that the run makes, and changes nothing', async () => {
      await five.paintAll('red');
      const input = { objects: [five.refOf('a')] };
      const before = await versionOf('a');
      const tried: any[] = [];
      const step = five.bench({
        beforeRequest: request => {
          tried.push(...(request.method === 'DELETE' ? [request] : []));
        },
      });
      const plan = await step.plan(deleteAction, input);
      expect(await versionOf('a')).toBe(before);
      await step.run(deleteAction, input, plan);
      expect(tried).toHaveLength(2);
      const [{ query, body }, real] = tried;
      const { dryRun, ...options } = body;
      expect([query, dryRun]).toEqual([{ dryRun: 'All' }, ['All']]);
      expect(options).toEqual(real.body);
      expect(options.preconditions.resourceVersion).toBe(before);
      expect(await five.colors()).toBe('- red red red red');
    });

    it.each([
      ['changes', 'delete', () => five.paint('a', 'green')],
      ['goes', 'noop', () => five.drop('a')],
    ])(
      'looks again at what %s before it is tried',
      async (_what, kind, happen) => {
        await five.paint('a', 'red');
        const input = { objects: [five.refOf('a')] };
        let left = 1;
        const step = five.bench({
          beforeRequest: async ({ method }) => {
            if (method === 'DELETE' && left > 0) {
              left -= 1;
              await happen();
            }
          },
        });
        const { changes } = await step.plan(deleteAction, input);
        expect(changes).toMatchObject([{ kind }]);
        expect(changes[0].live?.data).toEqual(
          kind === 'delete' ? { color: 'green' } : undefined,
        );
      },
    );
  },
);
