import {
  createOnce,
  type ActionPlan,
} from '@mission-control/plugin-missions-node';
import type { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { FiveObjects } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { applyAction } from '../actions/apply';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the undo of two steps that wrote the same object, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const inputOf = (color: string) => ({
      objects: [five.objectOf('a', color)],
    });
    const apply = async (color: string) => {
      const step = five.bench();
      await step.run(
        applyAction,
        inputOf(color),
        await step.plan(applyAction, inputOf(color)),
      );
      return step;
    };

    /** Paints it blue, then green, as two steps of a run. */
    async function painted() {
      return { first: await apply('blue'), second: await apply('green') };
    }

    /** The plans of taking both back, the newer first. */
    async function planned(
      { first, second }: { first: ActionBench; second: ActionBench },
      choice: Parameters<ActionBench['planUndo']>[3] = {},
    ) {
      const once = createOnce();
      const back = await five
        .bench()
        .planUndo(applyAction, inputOf('green'), second, { ...choice, once });
      const earlier = back.changes.map(change => ({
        ...change,
        stepId: 'second',
      }));
      const plan = await five
        .bench()
        .planUndo(applyAction, inputOf('blue'), first, {
          ...choice,
          earlier,
          once,
        });
      return { back, plan };
    }
    const undo = (color: string, of: ActionBench, plan: ActionPlan) =>
      five.bench().undo(applyAction, inputOf(color), of, plan);

    it('deletes what the first one made, and asks for no choice', async () => {
      const steps = await painted();
      const { back, plan } = await planned(steps);
      expect([...back.changes, ...plan.changes]).toMatchObject([
        {
          kind: 'change',
          fields: [{ path: 'data.color', before: 'green', after: 'blue' }],
        },
        { kind: 'delete', live: { data: { color: 'blue' } } },
      ]);
      await undo('green', steps.second, back);
      expect(await five.colors()).toBe('blue - - - -');
      expect(await undo('blue', steps.first, plan)).toEqual({ kept: [] });
      expect(await five.colors()).toBe('- - - - -');
    });

    it('restores what was there before both', async () => {
      await five.paint('a', 'red', 'missions:test');
      const steps = await painted();
      const { back, plan } = await planned(steps);
      expect(plan.changes).toMatchObject([
        {
          kind: 'change',
          fields: [{ path: 'data.color', before: 'blue', after: 'red' }],
        },
      ]);
      await undo('green', steps.second, back);
      expect(await undo('blue', steps.first, plan)).toEqual({ kept: [] });
      expect(await five.colors()).toBe('red - - - -');
    });

    it('asks for a choice where somebody changed it since, and follows it for both', async () => {
      const steps = await painted();
      await five.paint('a', 'black');
      const asked = await planned(steps);
      expect(
        [...asked.back.changes, ...asked.plan.changes].map(({ kind }) => kind),
      ).toEqual(['conflict', 'conflict']);
      const { back, plan } = await planned(steps, {
        overwriteDrift: [five.refOf('a')],
      });
      expect(
        [...back.changes, ...plan.changes].map(({ kind }) => kind),
      ).toEqual(['change', 'delete']);
      await undo('green', steps.second, back);
      await undo('blue', steps.first, plan);
      expect(await five.colors()).toBe('- - - - -');
    });
  },
);
