import { MissionError } from '@mission-control/plugin-missions-common';
import { PlayedCrash } from '@mission-control/plugin-missions-node/testing';
import {
  type Faults,
  FiveObjects,
  isWrite,
} from '../../__testUtils__/FiveObjects';
import { integrationTargets } from '../../__testUtils__/integrationTargets';
import { deleteAction } from '.';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'kubernetes:delete of owners and dependants on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    const these = (...names: string[]) => ({
      objects: names.map(name => five.refOf(name)),
    });
    const journalled = async (step: ReturnType<typeof five.bench>) =>
      (await step.journal.records()).map(({ object, state, irreversible }) =>
        [object.name, state, irreversible].filter(Boolean).join(' '),
      );

    it('deletes each after what it owns, and else in the order given', async () => {
      await five.paintAll('red');
      await five.adopt(['a'], 'd');
      await five.adopt(['d'], 'c');
      const step = five.bench();
      const input = these('e', 'a', 'b', 'c', 'd');
      const plan = await step.plan(deleteAction, input);
      expect(
        plan.changes.map(({ kind, object, irreversible }) => [
          kind,
          object.name,
          irreversible,
        ]),
      ).toEqual(['e', 'c', 'd', 'a', 'b'].map(n => ['delete', n, undefined]));
      const { deleted } = await step.run(deleteAction, input, plan);
      expect(deleted).toHaveLength(5);
      expect(await journalled(step)).toEqual(
        ['e', 'c', 'd', 'a', 'b'].map(name => `${name} done`),
      );
      expect(await five.colors()).toBe('- - - - -');
    });

    it('knows what an object owns by another in between', async () => {
      await five.paintAll('red');
      await five.adopt(['a'], 'b');
      await five.adopt(['b'], 'c');
      const step = five.bench();
      const input = these('a', 'c');
      const plan = await step.plan(deleteAction, input);
      expect(plan.changes).toMatchObject([
        { kind: 'delete', object: five.refOf('c') },
        {
          kind: 'delete',
          object: five.refOf('a'),
          irreversible: 'dependants are collected with it: ConfigMap b',
        },
      ]);
      await step.run(deleteAction, input, plan);
      expect((await journalled(step))[0]).toBe('c done');
    });

    it('takes nothing back of which no owner can be taken back, and says so before', async () => {
      await five.paintAll('red');
      // e is collected with d, and is none of those that are deleted.
      await five.adopt(['d'], 'e');
      await five.adopt(['d'], 'a');
      await five.adopt(['a'], 'b');
      const step = five.bench();
      const input = these('d', 'b', 'a');
      const plan = await step.plan(deleteAction, input);
      const told = {
        b: 'its owner ConfigMap a cannot be taken back',
        a: 'its owner ConfigMap d cannot be taken back',
        d: 'dependants are collected with it: ConfigMap e',
      };
      expect(
        Object.fromEntries(
          plan.changes.map(({ object, irreversible }) => [
            object.name,
            irreversible?.replace(`${five.namespace}/`, ''),
          ]),
        ),
      ).toEqual(told);
      await step.run(deleteAction, input, plan);
      expect(await journalled(step)).toEqual([
        'b done',
        'a done',
        `d done ${told.d}`,
      ]);
      const back = await five.bench().planUndo(deleteAction, input, step);
      expect(
        back.changes.map(({ kind, object, note }) => [kind, object.name, note]),
      ).toEqual([
        ['noop', 'd', 'Cannot be taken back'],
        ['conflict', 'a', expect.stringContaining('Its owner is gone')],
        ['conflict', 'b', expect.stringContaining('Its owner is gone')],
      ]);
    });

    it('takes back what was deleted before its owner, which stayed', async () => {
      await five.paintAll('red');
      await five.adopt(['d'], 'a');
      await five.adopt(['d'], 'e');
      const input = these('d', 'a');
      const plan = await five.bench().plan(deleteAction, input);
      const step = five.bench({
        beforeRequest: ({ method, path, query }) => {
          if (
            method === 'DELETE' &&
            path === five.pathOf('d') &&
            !query?.dryRun
          ) {
            throw new MissionError('KUBERNETES_INVALID', 'Somebody uses it');
          }
        },
      });
      await expect(step.run(deleteAction, input, plan)).rejects.toThrow(
        'Somebody uses it',
      );
      const undo = five.bench();
      const back = await undo.planUndo(deleteAction, input, step);
      expect(back.changes).toMatchObject([
        { kind: 'create', object: { name: 'a' } },
      ]);
      await undo.undo(deleteAction, input, step, back);
      expect(await five.colors()).toBe('red red red red red');
    });

    it('says nothing of owners that own each other but what goes with the first', async () => {
      await five.paintAll('red');
      await five.adopt(['a'], 'b');
      await five.adopt(['b'], 'a');
      const plan = await five.bench().plan(deleteAction, these('a', 'b'));
      expect(plan.changes).toMatchObject([
        {
          object: five.refOf('b'),
          irreversible: 'dependants are collected with it: ConfigMap a',
        },
        { object: five.refOf('a') },
      ]);
    });

    describe('of which one is collected before its turn', () => {
      /** As the garbage collector does, which not every test server has. */
      const collecting = (more: () => void = () => {}): Faults => ({
        afterRequest: async request => {
          if (isWrite(request) && request.path === five.pathOf('b')) {
            await five.drop('a').catch(() => undefined);
            more();
          }
        },
      });

      it('does not ask for it again', async () => {
        await five.paintAll('red');
        await five.adopt(['b'], 'a');
        await five.adopt(['a'], 'b');
        const step = five.bench(collecting());
        const input = these('a', 'b');
        const plan = await step.plan(deleteAction, input);
        const { deleted } = await step.run(deleteAction, input, plan);
        expect(deleted).toEqual([five.refOf('b'), five.refOf('a')]);
        expect(await journalled(step)).toEqual([
          'b done dependants are collected with it: ConfigMap a',
        ]);
        expect(await five.colors()).toBe('- - red red red');
      });

      it('does not ask for it again after a crash', async () => {
        await five.paintAll('red');
        await five.adopt(['b'], 'a');
        await five.adopt(['a'], 'b');
        const input = these('a', 'b');
        let crashes = 1;
        const step = five.bench(
          collecting(() => {
            crashes -= 1;
            if (crashes === 0) {
              throw new PlayedCrash('after the deletion of b');
            }
          }),
        );
        const plan = await step.plan(deleteAction, input);
        await expect(step.run(deleteAction, input, plan)).rejects.toThrow(
          PlayedCrash,
        );
        const { deleted } = await step.run(deleteAction, input, plan);
        expect(deleted).toEqual([five.refOf('a'), five.refOf('b')]);
        expect(await journalled(step)).toEqual([
          'b done dependants are collected with it: ConfigMap a',
        ]);
        expect(await five.colors()).toBe('- - red red red');
      });

      it('asks when its other owner was not deleted by the step', async () => {
        await five.paintAll('red');
        await five.adopt(['b', 'c'], 'a');
        await five.adopt(['a'], 'b');
        const step = five.bench(collecting());
        const input = these('a', 'b');
        const plan = await step.plan(deleteAction, input);
        expect(plan.changes[0]).toMatchObject({ object: five.refOf('b') });
        await expect(step.run(deleteAction, input, plan)).rejects.toMatchObject(
          {
            name: 'ReapprovalNeeded',
            message: 'ConfigMap a is gone; the plan saw one',
          },
        );
      });
    });
  },
);
