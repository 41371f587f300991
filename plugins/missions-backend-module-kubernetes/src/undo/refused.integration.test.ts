import type { PlannedChange } from '@mission-control/plugin-missions-common';
import type { MissionAction } from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { actAs } from '../__testUtils__/actAs';
import { FiveObjects } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { waitFor } from '../__testUtils__/waitFor';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the plan of an undo that the API server refuses, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    async function done(action: MissionAction<any, any>, input: unknown) {
      const step = five.bench();
      await step.run(action, input, await step.plan(action, input));
      return step;
    }
    const acting = async (...verbs: string[]) =>
      new ActionBench({
        cluster: await actAs(five.cluster, five.namespace, [
          { resources: ['configmaps'], verbs: ['get', ...verbs] },
        ]),
      });
    const drop = () => ({ objects: [five.refOf('a'), five.refOf('b')] });
    const blue = () => ({ objects: [five.objectOf('a', 'blue')] });

    it.each<
      [string, string, MissionAction<any, any>, () => unknown, string[], string]
    >([
      ['made anew', 'create', deleteAction, drop, ['a', 'b'], '- - - - -'],
      ['put back', 'update', applyAction, blue, ['a'], 'blue - - - -'],
      ['deleted', 'delete', applyAction, blue, [], 'blue - - - -'],
    ])(
      'says that nothing may be %s',
      async (_what, verb, action, input, names, left) => {
        for (const name of names) {
          await five.paint(name, 'red', 'missions:test');
        }
        const step = await done(action, input());
        const allowed = ['create', 'update', 'delete'];
        const undo = await acting(...allowed.filter(other => other !== verb));
        const { changes } = await undo.planUndo(action, input(), step);
        const conflict = {
          kind: 'conflict',
          takeOver: false,
          note: expect.stringContaining(`cannot ${verb} resource "configmaps"`),
        };
        expect(changes).toEqual(
          changes.map(() => expect.objectContaining(conflict)),
        );
        expect(changes.length).toBeGreaterThan(0);
        expect(await five.colors()).toBe(left);
      },
    );

    it('tries all that is allowed, and changes nothing', async () => {
      await five.paint('a', 'red', 'missions:test');
      await five.paint('c', 'red');
      const input = {
        objects: [five.objectOf('a', 'blue'), five.objectOf('b', 'blue')],
      };
      const both = await done(applyAction, input);
      const gone = await done(deleteAction, { objects: [five.refOf('c')] });
      const undo = await acting('create', 'update', 'delete');
      const anew = await undo.planUndo(
        deleteAction,
        { objects: [five.refOf('c')] },
        gone,
      );
      const back = await undo.planUndo(applyAction, input, both);
      expect(
        [...anew.changes, ...back.changes].map(({ kind }) => kind),
      ).toEqual(['create', 'delete', 'change']);
      expect(await five.colors()).toBe('blue blue - - -');
    });

    describe('because of a quota that is used up', () => {
      const secret = (name: string) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace: five.namespace },
      });
      const secrets = () => `/api/v1/namespaces/${five.namespace}/secrets`;
      const before = () => ({
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            namespace: five.namespace,
            name: 'a',
          },
        ],
      });
      /** One secret was deleted and another made, and there may be no second. */
      async function replaced() {
        const post = { method: 'POST', path: secrets() } as const;
        await five.cluster.request({ ...post, body: secret('a') });
        const deletion = await done(deleteAction, before());
        const input = { objects: [secret('b')] };
        const creation = await done(applyAction, input);
        await five.cluster.request({
          method: 'POST',
          path: `/api/v1/namespaces/${five.namespace}/resourcequotas`,
          body: {
            metadata: { name: 'one' },
            spec: { hard: { 'count/secrets': '1' } },
          },
        });
        const query = { dryRun: 'All' };
        await waitFor(() =>
          five.cluster.request({ ...post, query, body: secret('c') }).then(
            () => false,
            ({ message }) => message.includes('used: count/secrets=1'),
          ),
        );
        return {
          deletion,
          removal: await five.bench().planUndo(applyAction, input, creation),
        };
      }

      it('warns of that where the undo deletes one of its kind before', async () => {
        const { deletion, removal } = await replaced();
        const earlier = removal.changes.map(change => ({
          ...change,
          stepId: 'creation',
        }));
        const plan = await five
          .bench()
          .planUndo(deleteAction, before(), deletion, { earlier });
        expect(plan.changes).toMatchObject([
          {
            kind: 'create',
            warnings: [
              expect.stringMatching(
                /^As things are now the API server refuses it, .*exceeded quota: one/,
              ),
            ],
          },
        ]);
      });

      it('says so where nothing goes before', async () => {
        const { deletion } = await replaced();
        const { changes } = await five
          .bench()
          .planUndo(deleteAction, before(), deletion);
        expect(changes).toMatchObject([
          {
            kind: 'conflict',
            note: expect.stringMatching(
              /^The API server refuses it: .*exceeded quota: one/,
            ),
          },
        ]);
      });
    });

    describe('of what cannot be tried yet', () => {
      async function withoutNamespace() {
        await five.paintAll('red');
        const step = await done(deleteAction, drop());
        await five.dropNamespace();
        return step;
      }
      const anew = (): PlannedChange => ({
        stepId: 'namespace',
        kind: 'create',
        object: {
          apiVersion: 'v1',
          kind: 'Namespace',
          name: five.namespace,
        },
      });

      it('is made where the undo makes its namespace anew before', async () => {
        const step = await withoutNamespace();
        const plan = await five
          .bench()
          .planUndo(deleteAction, drop(), step, { earlier: [anew()] });
        expect(plan.changes.map(({ kind }) => kind)).toEqual([
          'deferred',
          'deferred',
        ]);
      });

      it('names the namespace that nothing makes anew', async () => {
        const step = await withoutNamespace();
        const { changes } = await five
          .bench()
          .planUndo(deleteAction, drop(), step);
        const left = {
          kind: 'conflict',
          note: `Its namespace ${five.namespace} is gone and is not taken back: nothing can be made in it`,
        };
        expect(changes).toMatchObject([left, left]);
      });

      it('is made while an object in its place is still being deleted', async () => {
        await five.paint('a', 'red');
        await five.paint('b', 'red');
        const step = await done(deleteAction, drop());
        await five.paint('a', 'green');
        const finalizers = (value: string[] | null) =>
          five.cluster.request({
            method: 'PATCH',
            path: five.pathOf('a'),
            contentType: 'application/merge-patch+json',
            body: { metadata: { finalizers: value } },
          });
        await finalizers(['example.com/hold']);
        await five.drop('a');
        const undo = await acting('create');
        const plan = await undo.planUndo(deleteAction, drop(), step);
        expect(plan.changes).toMatchObject([
          { kind: 'create', object: { name: 'b' } },
          { kind: 'create', object: { name: 'a' } },
        ]);
        await finalizers(null);
      });
    });
  },
);
