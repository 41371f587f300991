import type { ActionPlan } from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { FiveObjects } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';
import { patchAction } from '../actions/patch';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the undo of what several steps of a run did to one object, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const blue = () => ({ objects: [five.objectOf('a', 'blue')] });
    const a = () => ({ objects: [five.refOf('a')] });
    const label = () => ({
      object: five.refOf('a'),
      patch: { metadata: { labels: { by: 'run' } } },
    });
    const stepsOf = ({ changes }: ActionPlan) =>
      changes.map(change => ({ ...change, stepId: 'later' }));
    const colorAndOwner = async () => {
      const { body } = await five.cluster.request({ path: five.pathOf('a') });
      const [{ manager }] = body.metadata.managedFields;
      return [body.data.color, manager];
    };

    async function applied() {
      const step = five.bench();
      const plan = await step.plan(applyAction, blue());
      await step.run(applyAction, blue(), plan);
      return step;
    }
    /** A step of the undo, which knows what other steps of the run made. */
    async function undoing(making: ActionBench) {
      const [{ after }] = await making.journal.records();
      return new ActionBench({
        cluster: five.clientThat(),
        madeByRun: [after!.metadata!.uid!],
      });
    }

    it('asks nothing about what the run made and changed, when somebody deleted it', async () => {
      const made = await applied();
      const changed = five.bench();
      const input = label();
      const plan = await changed.plan(patchAction, input);
      await changed.run(patchAction, input, plan);
      await five.drop('a');

      const step = await undoing(made);
      const back = await step.planUndo(patchAction, input, changed);
      expect(back.changes).toMatchObject([
        { kind: 'noop', note: 'It is gone, and the run itself had made it' },
      ]);
      expect(back.changes[0]).not.toHaveProperty('conflictWith');
      expect(await step.undo(patchAction, input, changed, back)).toEqual({
        kept: [],
      });
    });

    /** Deletes what somebody painted red, and makes it blue. */
    async function replaced() {
      await five.paint('a', 'red');
      const deleted = five.bench();
      const plan = await deleted.plan(deleteAction, a());
      await deleted.run(deleteAction, a(), plan);
      return { deleted, made: await applied() };
    }

    it('puts back what the run deleted, in place of what it made there', async () => {
      const { deleted, made } = await replaced();
      const first = five.bench();
      const removal = await first.planUndo(applyAction, blue(), made);
      const second = five.bench();
      const back = await second.planUndo(deleteAction, a(), deleted, {
        earlier: stepsOf(removal),
      });
      expect(back.changes).toMatchObject([
        {
          kind: 'deferred',
          bounds: [`create v1 ConfigMap ${five.namespace}/a`],
        },
      ]);
      expect(back.changes[0]).not.toHaveProperty('uid');
      await first.undo(applyAction, blue(), made, removal);
      expect(await second.undo(deleteAction, a(), deleted, back)).toEqual({
        kept: [],
      });
      expect(await colorAndOwner()).toEqual(['red', 'somebody']);
    });

    it('asks when what the run made there was not deleted after all', async () => {
      const { deleted, made } = await replaced();
      const removal = await five.bench().planUndo(applyAction, blue(), made);
      const second = five.bench();
      const back = await second.planUndo(deleteAction, a(), deleted, {
        earlier: stepsOf(removal),
      });
      await expect(
        second.undo(deleteAction, a(), deleted, back),
      ).rejects.toMatchObject({
        name: 'ReapprovalNeeded',
        changes: [{ kind: 'conflict', object: { name: 'a' } }],
      });
      expect((await colorAndOwner())[0]).toBe('blue');
    });
  },
);
