import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { ActionPlan } from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { FiveObjects } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the undo of what a later step of the run deleted, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const blue = () => ({ objects: [five.objectOf('a', 'blue')] });
    const a = () => ({ objects: [five.refOf('a')] });

    /** Makes a blue, then deletes it, as two steps of a run. */
    async function appliedAndDeleted(meanwhile = async () => {}) {
      const first = five.bench();
      await first.run(
        applyAction,
        blue(),
        await first.plan(applyAction, blue()),
      );
      await meanwhile();
      const second = five.bench();
      await second.run(deleteAction, a(), await second.plan(deleteAction, a()));
      return { first, second };
    }
    /** A step of the undo: it knows what the run deleted, and what the undo wrote before. */
    async function undoing(
      deletion: ActionBench,
      wroteEarlier: readonly ObjectRef[] = [],
    ) {
      const [{ prior }] = await deletion.journal.records();
      return new ActionBench({
        cluster: five.clientThat(),
        deletedByRun: [prior!.metadata!.uid!],
        wroteEarlier,
      });
    }
    const stepsOf = ({ changes }: ActionPlan) =>
      changes.map(change => ({ ...change, stepId: 'deletion' }));

    it('says that the run itself deleted it when that cannot be taken back, and asks for no choice', async () => {
      await five.paint('a', 'red', 'missions:test');
      await five.paint('b', 'red');
      const { first, second } = await appliedAndDeleted(() =>
        five.adopt(['a'], 'b'),
      );
      const back = await five.bench().planUndo(deleteAction, a(), second);
      expect(back.changes).toMatchObject([
        {
          kind: 'noop',
          irreversible: 'dependants are collected with it: ConfigMap b',
        },
      ]);
      const undo = await undoing(second);
      const plan = await undo.planUndo(applyAction, blue(), first, {
        earlier: stepsOf(back),
      });
      const note = 'The run itself deleted it, which cannot be taken back';
      expect(plan.changes).toMatchObject([{ kind: 'noop', note }]);
      expect(plan.changes[0].conflictWith).toBeUndefined();
      const { kept } = await undo.undo(applyAction, blue(), first, plan);
      expect(kept).toEqual([{ seq: 1, reason: note }]);
      expect(undo.evidence).toMatchObject([{ answered: note }]);
    });

    /** The plans of taking both back: of the deletion, and then of what was made. */
    async function planned() {
      const { first, second } = await appliedAndDeleted();
      const step = await undoing(second);
      const back = await step.planUndo(deleteAction, a(), second);
      const undo = await undoing(second, [five.refOf('a')]);
      const plan = await undo.planUndo(applyAction, blue(), first, {
        earlier: stepsOf(back),
      });
      return { first, second, step, back, undo, plan };
    }

    it('restores it on what the undo of the deletion made anew', async () => {
      await five.paint('a', 'red', 'missions:test');
      const { first, second, step, back, undo, plan } = await planned();
      expect(plan.changes).toMatchObject([
        {
          kind: 'deferred',
          bounds: [`change v1 ConfigMap ${five.namespace}/a`],
        },
      ]);
      await step.undo(deleteAction, a(), second, back);
      expect(await five.colors()).toBe('blue - - - -');
      expect(await undo.undo(applyAction, blue(), first, plan)).toEqual({
        kept: [],
      });
      expect(await five.colors()).toBe('red - - - -');
    });

    it('deletes again what the run made and deleted', async () => {
      const { first, second, step, back, undo, plan } = await planned();
      expect(plan.changes).toMatchObject([
        {
          kind: 'deferred',
          bounds: [`delete v1 ConfigMap ${five.namespace}/a`],
        },
      ]);
      await step.undo(deleteAction, a(), second, back);
      expect(await undo.undo(applyAction, blue(), first, plan)).toEqual({
        kept: [],
      });
      expect(await five.colors()).toBe('- - - - -');
    });

    it('asks when somebody changed what was made anew', async () => {
      await five.paint('a', 'red', 'missions:test');
      const { first, second, step, back, undo, plan } = await planned();
      await step.undo(deleteAction, a(), second, back);
      await five.paint('a', 'green');
      await expect(
        undo.undo(applyAction, blue(), first, plan),
      ).rejects.toMatchObject({
        name: 'ReapprovalNeeded',
        changes: [{ kind: 'conflict', conflictWith: 'somebody' }],
      });
      expect(await five.colors()).toBe('green - - - -');
    });

    it('says of what somebody else deleted that it is not known by whom', async () => {
      await five.paint('a', 'red', 'missions:test');
      const step = five.bench();
      await step.run(applyAction, blue(), await step.plan(applyAction, blue()));
      await five.drop('a');
      const plan = await five.bench().planUndo(applyAction, blue(), step);
      expect(plan.changes).toMatchObject([
        { kind: 'conflict', conflictWith: 'somebody who deleted it' },
      ]);
    });
  },
);
