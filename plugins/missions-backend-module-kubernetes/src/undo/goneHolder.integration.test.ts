import type { MissionAction } from '@mission-control/plugin-missions-node';
import { FiveObjects } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the undo of what was in a namespace that is gone, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const done = async (action: MissionAction<any, any>, input: unknown) => {
      const step = five.bench();
      await step.run(action, input, await step.plan(action, input));
      return step;
    };
    const note = () =>
      `Its namespace ${five.namespace} is gone and is not taken back: nothing can be made in it`;
    const namespace = () => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: five.namespace,
    });

    it('leaves what the run deleted before it, and says why', async () => {
      await five.paint('a', 'red', 'missions:test');
      await five.paint('b', 'red');
      const input = { objects: [five.refOf('a')] };
      const step = await done(deleteAction, input);
      await done(deleteAction, { objects: [namespace()] });
      const undo = five.bench();
      const plan = await undo.planUndo(deleteAction, input, step);
      expect(plan.changes).toMatchObject([
        { kind: 'conflict', verb: 'create', takeOver: false, note: note() },
      ]);
      const { kept } = await undo.undo(deleteAction, input, step, plan);
      expect(kept).toMatchObject([{ reason: `left alone: ${note()}` }]);
    });

    it('leaves what the run changed, also when somebody chose to overwrite it', async () => {
      await five.paint('a', 'red', 'missions:test');
      const input = { objects: [five.objectOf('a', 'blue')] };
      const step = await done(applyAction, input);
      await five.dropNamespace();
      const plan = await five.bench().planUndo(applyAction, input, step, {
        overwriteDrift: [five.refOf('a')],
      });
      expect(plan.changes).toMatchObject([
        { kind: 'conflict', verb: 'create', takeOver: false, note: note() },
      ]);
    });

    it('asks again when the namespace goes after the plan', async () => {
      await five.paint('a', 'red', 'missions:test');
      const input = { objects: [five.refOf('a')] };
      const step = await done(deleteAction, input);
      const undo = five.bench();
      const plan = await undo.planUndo(deleteAction, input, step);
      expect(plan.changes).toMatchObject([{ kind: 'create' }]);
      await five.dropNamespace();
      await expect(
        undo.undo(deleteAction, input, step, plan),
      ).rejects.toMatchObject({
        name: 'ReapprovalNeeded',
        reason: 'drift',
        message: note(),
      });
    });
  },
);
