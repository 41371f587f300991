import { MissionError } from '@mission-control/plugin-missions-common';
import { FiveObjects, type Faults } from '../../__testUtils__/FiveObjects';
import { integrationTargets } from '../../__testUtils__/integrationTargets';
import { applyAction } from '../apply';
import { deleteAction } from '.';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'where a webhook keeps a as long as b is there, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const isThere = (name: string) =>
      five.cluster.request({ path: five.pathOf(name) }).then(
        () => true,
        () => false,
      );
    const refuse = () => {
      throw new MissionError(
        'KUBERNETES_INVALID',
        'admission webhook "usage.acme.dev" denied the request: in use by b',
      );
    };
    const keeping: Faults = {
      beforeRequest: async ({ method, path }) => {
        if (method === 'DELETE' && path === five.pathOf('a')) {
          await ((await isThere('b')) && refuse());
        }
      },
    };
    const these = (...names: string[]) => ({
      objects: names.map(name => five.refOf(name)),
    });
    const applied = () => ({
      objects: ['a', 'b'].map(name => five.objectOf(name, 'blue')),
    });

    it('deletes b, then a, and says so before', async () => {
      await five.paintAll('red');
      const step = five.bench(keeping);
      const plan = await step.plan(deleteAction, these('b', 'a'));
      expect(plan.changes).toMatchObject([
        { kind: 'delete' },
        {
          kind: 'delete',
          warnings: [expect.stringContaining('in use by b')],
        },
      ]);
      await step.run(deleteAction, these('b', 'a'), plan);
      expect(await five.colors()).toBe('- - red red red');
    });

    it('tries nothing once it is carried out, in whatever turn', async () => {
      await five.paintAll('red');
      const tries: string[] = [];
      const step = five.bench({
        beforeRequest: ({ method, path, query }) => {
          if (method === 'DELETE' && query?.dryRun) {
            tries.push(path);
          }
        },
      });
      const plan = await step.plan(deleteAction, these('b', 'a'));
      expect(tries).toHaveLength(2);
      await step.run(deleteAction, these('b', 'a'), plan);
      expect(tries).toHaveLength(2);
    });

    it('refuses the plan that deletes a alone', async () => {
      await five.paintAll('red');
      await expect(
        five.bench(keeping).plan(deleteAction, these('a')),
      ).rejects.toThrow('in use by b');
    });

    it('takes an apply of both back', async () => {
      const step = five.bench();
      const plan = await step.plan(applyAction, applied());
      await step.run(applyAction, applied(), plan);
      const undo = five.bench(keeping);
      const back = await undo.planUndo(applyAction, applied(), step);
      await undo.undo(applyAction, applied(), step, back);
      expect(await five.colors()).toBe('- - - - -');
    });

    it('makes both anew where it lets a in only with b', async () => {
      await five.paintAll('red');
      const step = five.bench();
      const plan = await step.plan(deleteAction, these('a', 'b'));
      await step.run(deleteAction, these('a', 'b'), plan);
      const undo = five.bench({
        beforeRequest: async ({ method, body }) => {
          const { name } = (body as any)?.metadata ?? {};
          if (method === 'POST' && name === 'a') {
            await ((await isThere('b')) || refuse());
          }
        },
      });
      const back = await undo.planUndo(deleteAction, these('a', 'b'), step);
      await undo.undo(deleteAction, these('a', 'b'), step, back);
      expect(await five.colors()).toBe('red red red red red');
    });

    it('tries nothing where the webhook lets nobody try, and says so', async () => {
      await five.paintAll('red');
      const untriable: Faults = {
        beforeRequest: ({ query }) => {
          if (query?.dryRun) {
            throw new MissionError(
              'KUBERNETES_INVALID',
              'admission webhook "x.dev" does not support dry run',
              { details: { dryRunUnsupported: true } },
            );
          }
        },
      };
      const warned = (kind: string) => ({
        kind,
        warnings: [
          'It could not be tried beforehand: admission webhook "x.dev" does not support dry run',
        ],
      });
      const step = five.bench(untriable);
      const plan = await step.plan(deleteAction, these('a', 'b'));
      expect(plan.changes).toMatchObject([warned('delete'), warned('delete')]);
      await step.run(deleteAction, these('a', 'b'), plan);
      const undo = five.bench(untriable);
      const back = await undo.planUndo(deleteAction, these('a', 'b'), step);
      expect(back.changes).toMatchObject([warned('create'), warned('create')]);
      await undo.undo(deleteAction, these('a', 'b'), step, back);
      expect(await five.colors()).toBe('red red red red red');
    });
  },
);
