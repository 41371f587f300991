import { ReapprovalNeeded } from '@mission-control/plugin-missions-node';
import { PlayedCrash } from '@mission-control/plugin-missions-node/testing';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { FiveObjects } from '../__testUtils__/FiveObjects';
import { deleteAction } from '../actions/delete';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the undo of the deletion of an object with an owner, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    const input = () => ({ objects: [five.refOf('a')] });
    /** ConfigMap b owns a; then a is deleted. */
    async function deleted() {
      await five.paint('b', 'owner');
      const { body: owner } = await five.cluster.request({
        path: five.pathOf('b'),
      });
      const { apiVersion, kind, metadata } = owner;
      const object = five.objectOf('a', 'red');
      await five.cluster.request({
        method: 'POST',
        path: five.pathOf('a').replace(/\/a$/, ''),
        body: {
          ...object,
          metadata: {
            ...object.metadata,
            ownerReferences: [
              { apiVersion, kind, name: 'b', uid: metadata.uid },
            ],
          },
        },
      });
      const step = five.bench();
      const plan = await step.plan(deleteAction, input());
      await step.run(deleteAction, input(), plan);
      return step;
    }
    const GONE =
      'Its owner is gone (ConfigMap b): made anew, it would be collected at once';

    it('makes it anew while its owner is there', async () => {
      const step = await deleted();
      const undo = five.bench();
      const plan = await undo.planUndo(deleteAction, input(), step);
      await undo.undo(deleteAction, input(), step, plan);
      expect(await five.colors()).toBe('red owner - - -');
    });

    it.each([
      ['is gone', false],
      ['was made anew', true],
    ])('leaves it and says why when its owner %s', async (_what, anew) => {
      const step = await deleted();
      await five.drop('b');
      if (anew) {
        await five.paint('b', 'owner');
      }
      const undo = five.bench();
      const plan = await undo.planUndo(deleteAction, input(), step);
      expect(plan.changes).toMatchObject([
        {
          kind: 'conflict',
          conflictWith: "the cluster's garbage collector",
          note: GONE,
        },
      ]);
      const { kept } = await undo.undo(deleteAction, input(), step, plan);
      expect(kept).toMatchObject([{ reason: `left alone: ${GONE}` }]);
    });

    describe('whose owner the same step deleted', () => {
      const both = () => ({ objects: [five.refOf('b'), five.refOf('a')] });
      async function deletedBoth() {
        await five.paint('a', 'red');
        await five.paint('b', 'owner');
        await five.adopt(['b'], 'a');
        const step = five.bench();
        const plan = await step.plan(deleteAction, both());
        await step.run(deleteAction, both(), plan);
        return step;
      }
      async function expectBoth() {
        expect(await five.colors()).toBe('red owner - - -');
        const [{ body: dependant }, { body: owner }] = await Promise.all(
          ['a', 'b'].map(name =>
            five.cluster.request({ path: five.pathOf(name) }),
          ),
        );
        const { uid } = owner.metadata;
        expect(dependant.metadata.ownerReferences).toMatchObject([{ uid }]);
      }

      it('makes it anew after its owner, which it names', async () => {
        const step = await deletedBoth();
        const undo = five.bench();
        const plan = await undo.planUndo(deleteAction, both(), step);
        expect(plan.changes).toMatchObject([
          { kind: 'create', object: five.refOf('b') },
          {
            kind: 'create',
            object: five.refOf('a'),
            note: 'Its owner is made anew: it names it',
          },
        ]);
        const { kept } = await undo.undo(deleteAction, both(), step, plan);
        expect(kept).toEqual([]);
        await expectBoth();
      });

      it('goes on with it after a crash between the two', async () => {
        const step = await deletedBoth();
        const undo = five.crashing(1);
        const plan = await undo.planUndo(deleteAction, both(), step);
        await expect(
          undo.undo(deleteAction, both(), step, plan),
        ).rejects.toThrow(PlayedCrash);
        const { kept } = await undo.undo(deleteAction, both(), step, plan);
        expect(kept).toEqual([]);
        await expectBoth();
      });
    });

    it('asks again when its owner goes after the plan', async () => {
      const step = await deleted();
      const undo = five.bench();
      const plan = await undo.planUndo(deleteAction, input(), step);
      await five.drop('b');
      const error = await undo
        .undo(deleteAction, input(), step, plan)
        .catch(e => e);
      expect(error).toBeInstanceOf(ReapprovalNeeded);
      expect(error).toMatchObject({ reason: 'drift', message: GONE });
      expect(await five.colors()).toBe('- - - - -');
    });
  },
);
