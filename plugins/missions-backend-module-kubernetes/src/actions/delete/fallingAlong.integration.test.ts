import type { ActionPlan } from '@mission-control/plugin-missions-node';
import { FiveObjects } from '../../__testUtils__/FiveObjects';
import { integrationTargets } from '../../__testUtils__/integrationTargets';
import { waitFor } from '../../__testUtils__/waitFor';
import { deleteAction } from '.';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'kubernetes:delete of what holds others, and of what is in it, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const namespaceRef = () => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: five.namespace,
    });
    const told = ({ changes }: ActionPlan) =>
      changes.map(({ kind, object, irreversible }) => [
        kind,
        object.name,
        irreversible,
      ]);
    const notedIn = ({ changes }: ActionPlan) =>
      changes.map(({ kind, object, note }) => [kind, object.name, note]);

    describe('a namespace', () => {
      const input = () => ({ objects: [namespaceRef(), five.refOf('a')] });

      it('says before that nothing in it can be taken back, where it cannot', async () => {
        await five.paint('a', 'red', 'missions:test');
        await five.paint('b', 'red');
        const step = five.bench();
        const plan = await step.plan(deleteAction, input());
        expect(told(plan)).toEqual([
          [
            'delete',
            'a',
            `its namespace ${five.namespace} cannot be taken back`,
          ],
          [
            'delete',
            five.namespace,
            `its content is deleted with it: ConfigMap ${five.namespace}/b`,
          ],
        ]);
        await step.run(deleteAction, input(), plan);
        const back = await five.bench().planUndo(deleteAction, input(), step);
        expect(notedIn(back)).toEqual([
          ['noop', five.namespace, 'Cannot be taken back'],
          [
            'conflict',
            'a',
            `Its namespace ${five.namespace} is gone and is not taken back: nothing can be made in it`,
          ],
        ]);
      });

      it('takes all back where nothing else is in it', async () => {
        await five.paint('a', 'red', 'missions:test');
        const step = five.bench();
        const plan = await step.plan(deleteAction, input());
        expect(told(plan)).toEqual([
          ['delete', 'a', undefined],
          ['delete', five.namespace, undefined],
        ]);
        await step.run(deleteAction, input(), plan);
        const undo = five.bench();
        const back = await undo.planUndo(deleteAction, input(), step);
        expect(await undo.undo(deleteAction, input(), step, back)).toEqual({
          kept: [],
        });
        expect(await five.colors()).toBe('red - - - -');
      });

      it('warns of what an earlier step deletes in it', async () => {
        await five.paint('a', 'red', 'missions:test');
        await five.paint('b', 'red');
        const first = await five
          .bench()
          .plan(deleteAction, { objects: [five.refOf('a')] });
        const earlier = first.changes.map(change => ({
          ...change,
          stepId: 'clear',
        }));
        const plan = await five
          .bench()
          .plan(deleteAction, { objects: [namespaceRef()] }, earlier);
        expect(plan.changes).toMatchObject([
          {
            irreversible: `its content is deleted with it: ConfigMap ${five.namespace}/b`,
            warnings: [
              `What is deleted in it before cannot be taken back either: ConfigMap ${five.namespace}/a (step clear)`,
            ],
          },
        ]);
      });
    });

    describe('a definition', () => {
      const group = () => `${five.namespace}.example.com`;
      const apiVersion = () => `${group()}/v1`;
      const definitions =
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
      const definitionOf = () => ({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `widgets.${group()}` },
        spec: {
          group: group(),
          scope: 'Namespaced',
          names: {
            kind: 'Widget',
            listKind: 'WidgetList',
            plural: 'widgets',
            singular: 'widget',
          },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { type: 'object' } },
            },
          ],
        },
      });
      const put = (name: string) =>
        five.cluster.request({
          method: 'POST',
          path: `/apis/${apiVersion()}/namespaces/${five.namespace}/widgets`,
          body: {
            apiVersion: apiVersion(),
            kind: 'Widget',
            metadata: { name },
          },
        });

      beforeEach(async () => {
        const body = definitionOf();
        await five.cluster.request({ method: 'POST', path: definitions, body });
        await waitFor(() =>
          put('own').then(
            () => true,
            () => false,
          ),
        );
      });
      afterEach(async () => {
        const path = `${definitions}/${definitionOf().metadata.name}`;
        await five.cluster
          .request({ method: 'DELETE', path })
          .catch(() => undefined);
      });

      it('says before that no object of it can be taken back, where it cannot', async () => {
        await put('theirs');
        const { apiVersion: version, kind, metadata } = definitionOf();
        const input = {
          objects: [
            { apiVersion: version, kind, name: metadata.name },
            {
              apiVersion: apiVersion(),
              kind: 'Widget',
              namespace: five.namespace,
              name: 'own',
            },
          ],
        };
        const step = five.bench();
        const plan = await step.plan(deleteAction, input);
        expect(told(plan)).toEqual([
          [
            'delete',
            'own',
            `its definition ${metadata.name} cannot be taken back`,
          ],
          ['delete', metadata.name, 'its 1 widgets are deleted with it'],
        ]);
        await step.run(deleteAction, input, plan);
        const back = await five.bench().planUndo(deleteAction, input, step);
        expect(notedIn(back)).toEqual([
          ['noop', metadata.name, 'Cannot be taken back'],
          [
            'conflict',
            'own',
            `Its definition is gone and is not taken back: the cluster does not know Widget of ${apiVersion()}`,
          ],
        ]);
      });
    });
  },
);
