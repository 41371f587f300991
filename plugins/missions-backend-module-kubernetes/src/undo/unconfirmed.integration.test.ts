import { MissionError } from '@mission-control/plugin-missions-common';
import type { MissionAction } from '@mission-control/plugin-missions-node';
import type { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { FiveObjects, isWrite } from '../__testUtils__/FiveObjects';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the undo of a write whose answer was lost, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    const one = () => ({ objects: five.blue().objects.slice(0, 1) });
    const deletion = () => ({ objects: [five.refOf('a')] });
    /** The server does the write, and nobody hears of it. */
    const deaf = () =>
      five.bench({
        afterRequest: request => {
          if (isWrite(request)) {
            throw new MissionError('CLUSTER_TIMEOUT', 'No answer came');
          }
        },
      });
    async function lost() {
      const step = deaf();
      const plan = await step.plan(applyAction, one());
      await expect(step.run(applyAction, one(), plan)).rejects.toThrow(
        'No answer came',
      );
      expect(await step.journal.records()).toMatchObject([{ state: 'intent' }]);
      return step;
    }
    async function undone(
      of: ActionBench,
      action: MissionAction<any, any> = applyAction,
      input: unknown = one(),
    ) {
      const undo = five.bench();
      const plan = await undo.planUndo(action, input, of);
      const result = await undo.undo(action, input, of, plan);
      return { change: plan.changes[0], ...result };
    }

    it.each([
      ['removes what it made', undefined],
      ['restores what it changed', 'red'],
    ])('%s', async (_what, before) => {
      if (before) {
        await five.paint('a', before, 'missions:test');
      }
      const step = await lost();
      expect((await five.colors())[0]).toBe('b');
      const { kept } = await undone(step);
      expect(kept).toEqual([]);
      expect(await five.colors()).toBe(`${before ?? '-'} - - - -`);
    });

    it('does not delete what another changed since, and names who', async () => {
      const step = await lost();
      await five.paint('a', 'green', 'kubectl-edit');
      const { change, kept } = await undone(step);
      expect(change).toMatchObject({
        kind: 'conflict',
        conflictWith: 'kubectl-edit',
      });
      expect(kept).toEqual([
        { seq: 1, reason: expect.stringContaining('data.color') },
      ]);
      expect(await five.colors()).toBe('green - - - -');
    });

    it.each(['missions:test', 'somebody'])(
      'does not overwrite what another changed since an apply to what %s owned, and names it',
      async owner => {
        await five.paint('a', 'red', owner);
        const step = deaf();
        const taking = {
          ...one(),
          takeOver: [
            { kind: 'ConfigMap', namespace: five.namespace, name: 'a' },
          ],
        };
        const plan = await step.plan(applyAction, taking);
        await expect(step.run(applyAction, taking, plan)).rejects.toThrow(
          'No answer came',
        );
        await five.paint('a', 'green', 'kubectl-edit');
        const { change } = await undone(step, applyAction, taking);
        expect(change.note).toContain(
          'It is not known whether the write happened. What others own by now stays: data.color (kubectl-edit)',
        );
        expect(await five.colors()).toBe('green - - - -');
      },
    );

    it('sees what it made anew itself, when its own undo is taken back', async () => {
      await five.paint('a', 'red');
      const step = five.bench();
      await step.run(
        deleteAction,
        deletion(),
        await step.plan(deleteAction, deletion()),
      );
      const undo = deaf();
      const plan = await undo.planUndo(deleteAction, deletion(), step);
      await expect(
        undo.undo(deleteAction, deletion(), step, plan),
      ).rejects.toThrow('No answer came');
      expect(await five.colors()).toBe('red - - - -');
      const { change } = await undone(undo, deleteAction, deletion());
      expect(change).toMatchObject({ kind: 'delete' });
      expect(await five.colors()).toBe('- - - - -');
    });
  },
);
