import type {
  ActionPlan,
  MissionAction,
} from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';
import { patchAction } from '../actions/patch';
import { FiveObjects, isWrite } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';

jest.setTimeout(60_000);

const codes = ['CLUSTER_READ_ONLY', 'NAMESPACE_DENIED', 'KIND_DENIED'] as const;

describe.each(integrationTargets())(
  'a step that a guard refuses on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    const apply = () => ({ objects: [five.objectOf('a', 'blue')] });
    const patch = () => ({
      object: five.refOf('a'),
      type: 'merge',
      patch: { data: { color: 'blue' } },
    });
    const drop = () => ({ objects: [five.refOf('a')] });
    const actions: [string, MissionAction<any, any>, () => unknown, string][] =
      [
        ['kubernetes:apply', applyAction, apply, 'change'],
        ['kubernetes:patch', patchAction, patch, 'change'],
        ['kubernetes:delete', deleteAction, drop, 'delete'],
      ];

    /** A step that a guard refuses, on a client that tells what was written. */
    function refused(code: (typeof codes)[number], writes: string[]) {
      const watched = five.clientThat({
        beforeRequest: request => {
          writes.push(...(isWrite(request) ? [request.path] : []));
        },
      });
      return new ActionBench({
        cluster: watched,
        writeRefusal: () => ({ code, message: 'It may not be' }),
      });
    }

    describe.each(codes)('with %s', code => {
      it.each(actions)(
        'is planned as it would be: %s',
        async (_id, action, input, kind) => {
          await five.paint('a', 'red', 'missions:test');
          const writes: string[] = [];
          const plan = await refused(code, writes).plan(action, input());
          const allowed = await five.bench().plan(action, input());
          expect(plan).toEqual(allowed);
          expect(plan.changes.map(change => change.kind)).toEqual([kind]);
          expect(writes).toEqual([]);
        },
      );

      it.each(actions)(
        'writes nothing, even with an approved plan: %s',
        async (_id, action, input) => {
          await five.paint('a', 'red', 'missions:test');
          const writes: string[] = [];
          const step = refused(code, writes);
          const plan = await step.plan(action, input());
          await expect(step.run(action, input(), plan)).rejects.toMatchObject({
            code,
            message: `ConfigMap ${five.namespace}/a: It may not be`,
          });
          expect(writes).toEqual([]);
          expect(await step.journal.records()).toEqual([]);
          expect(await five.colors()).toBe('red - - - -');
        },
      );

      it('shows how its run would be taken back, and takes nothing back', async () => {
        const done = five.bench();
        const made = await done.plan(applyAction, apply());
        await done.run(applyAction, apply(), made);
        const writes: string[] = [];
        const undo = refused(code, writes);
        const plan: ActionPlan = await undo.planUndo(
          applyAction,
          apply(),
          done,
        );
        expect(plan.changes.map(change => change.kind)).toEqual(['delete']);
        await expect(
          undo.undo(applyAction, apply(), done, plan),
        ).rejects.toMatchObject({ code });
        expect(writes).toEqual([]);
        expect(await five.colors()).toBe('blue - - - -');
      });
    });

    it('is no hindrance to what is already as asked', async () => {
      await five.paint('a', 'blue', 'missions:test');
      const writes: string[] = [];
      const step = refused('CLUSTER_READ_ONLY', writes);
      const plan = await step.plan(applyAction, apply());
      const { objects } = await step.run(applyAction, apply(), plan);
      expect(objects).toMatchObject([{ outcome: 'unchanged' }]);
      expect(writes).toEqual([]);
    });
  },
);
