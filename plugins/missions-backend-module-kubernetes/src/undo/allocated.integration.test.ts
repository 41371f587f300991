import { compareClusters } from '@mission-control/plugin-missions-common';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { FiveObjects } from '../__testUtils__/FiveObjects';
import { applyAction } from '../actions/apply';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the undo of what a server allocates, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    const path = () => `/api/v1/namespaces/${five.namespace}/services`;
    const service = (type: string, nodePort?: number, name = 'web') => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: five.namespace },
      spec: {
        type,
        selector: { app: 'web' },
        ports: [{ port: 80, protocol: 'TCP', ...(nodePort && { nodePort }) }],
      },
    });
    const apply = async (object: object, manager = 'missions:test') =>
      (
        await five.cluster.request({
          method: 'PATCH',
          path: `${path()}/${(object as any).metadata.name}`,
          query: { fieldManager: manager, force: true },
          contentType: 'application/apply-patch+yaml',
          body: object,
        })
      ).body;
    const live = async () =>
      (await five.cluster.request({ path: `${path()}/web` })).body;
    const portOf = (object: any) => object.spec.ports[0].nodePort;
    /** A node port that nobody has, and that is not this one either. */
    const freePort = async (not?: number): Promise<number> => {
      const port = portOf(await apply(service('NodePort', undefined, 'other')));
      await five.cluster.request({ method: 'DELETE', path: `${path()}/other` });
      return port === not ? freePort(not) : port;
    };
    async function done(object: object) {
      const step = five.bench();
      const input = { objects: [object] };
      await step.run(applyAction, input, await step.plan(applyAction, input));
      return { step, input };
    }

    it('gives a node port back that the change of the type took', async () => {
      const before = await apply(service('NodePort'));
      const { step, input } = await done(service('ClusterIP'));
      expect(portOf(await live())).toBeUndefined();
      const undo = five.bench();
      const plan = await undo.planUndo(applyAction, input, step);
      expect(plan.changes[0].fields).toContainEqual(
        expect.objectContaining({
          path: expect.stringMatching(/nodePort$/),
          after: portOf(before),
        }),
      );
      await undo.undo(applyAction, input, step, plan);
      expect(compareClusters([before], [await live()])).toEqual([]);
    });

    it('gives a node port back that the mission set to another', async () => {
      const before = await apply(service('NodePort'));
      const other = await freePort();
      const { step, input } = await done(service('NodePort', other));
      expect(portOf(await live())).toBe(other);
      const undo = five.bench();
      const plan = await undo.planUndo(applyAction, input, step);
      await undo.undo(applyAction, input, step, plan);
      expect(compareClusters([before], [await live()])).toEqual([]);
    });

    it('names a node port that somebody changed since, and leaves it', async () => {
      const first = portOf(await apply(service('NodePort')));
      const second = await freePort();
      const { step, input } = await done(service('NodePort', second));
      const third = await freePort(first);
      await apply(service('NodePort', third), 'somebody');
      const undo = five.bench();
      const plan = await undo.planUndo(applyAction, input, step);
      expect(plan.changes).toMatchObject([
        { kind: 'conflict', conflictWith: 'somebody' },
      ]);
      await undo.undo(applyAction, input, step, plan);
      expect(portOf(await live())).toBe(third);
    });

    it('leaves a node port to the server that the run was given', async () => {
      const before = await apply(service('ClusterIP'));
      const { step, input } = await done(service('NodePort'));
      const undo = five.bench();
      const plan = await undo.planUndo(applyAction, input, step);
      await undo.undo(applyAction, input, step, plan);
      expect(compareClusters([before], [await live()])).toEqual([]);
    });
  },
);
