import { ReapprovalNeeded } from '@mission-control/plugin-missions-node';
import { PlayedCrash } from '@mission-control/plugin-missions-node/testing';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import {
  type Faults,
  FiveObjects,
  isWrite,
  runToReapproval,
} from '../__testUtils__/FiveObjects';
import { applyAction } from '../actions/apply';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'the undo of five objects on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    async function done(
      before = () => five.paint('a', 'red', 'missions:test'),
    ) {
      await before();
      const step = five.bench();
      await step.run(
        applyAction,
        five.blue(),
        await step.plan(applyAction, five.blue()),
      );
      return step;
    }

    it('stays as it is when one drifted since the plan of the undo, then leaves that one alone', async () => {
      const step = await done();
      const undo = five.bench();
      const plan = await undo.planUndo(applyAction, five.blue(), step);
      await five.paint('b', 'green');

      const error = await undo
        .undo(applyAction, five.blue(), step, plan)
        .catch(e => e);
      expect(error).toBeInstanceOf(ReapprovalNeeded);
      expect(error).toMatchObject({
        reason: 'drift',
        changes: [{ kind: 'conflict', object: { name: 'b' } }],
      });
      expect(await five.colors()).toBe('blue green blue blue blue');
      expect(await undo.journal.records()).toEqual([]);

      const approved = [...plan.changes, ...error.changes];
      const { kept } = await undo.undo(
        applyAction,
        five.blue(),
        step,
        approved,
      );
      expect(await five.colors()).toBe('red green - - -');
      const left = (await step.journal.records()).filter(
        ({ object }) => object.name === 'b',
      );
      expect(kept).toEqual(
        left.map(({ seq }) => ({
          seq,
          reason: expect.stringMatching(/^left alone: data\.color was changed/),
        })),
      );
    });

    /** Something else that happens right after the first PUT of an object. */
    const afterFirstPut = (name: string, act: () => Promise<void>): Faults => {
      let open = true;
      return {
        afterRequest: async request => {
          const isPut = isWrite(request) && request.method === 'PUT';
          if (open && isPut && request.path === five.pathOf(name)) {
            open = false;
            await act();
          }
        },
      };
    };

    it('proves that all is as before, owners included', async () => {
      const step = await done();
      const undo = five.bench();
      const plan = await undo.planUndo(applyAction, five.blue(), step);
      await undo.undo(applyAction, five.blue(), step, plan);
      expect(undo.evidence).toHaveLength(5);
      for (const { answered } of undo.evidence) {
        expect(answered).toMatchObject({
          result: expect.stringMatching(/^(gone|equal to before the run)$/),
          equal: true,
          ownersEqual: true,
        });
      }
    });

    it('fails with the field and its owner when another writer was faster than the proof', async () => {
      const step = await done();
      const undo = five.bench(
        afterFirstPut('a', () => five.paint('a', 'green', 'kubectl-edit')),
      );
      const plan = await undo.planUndo(applyAction, five.blue(), step);
      await expect(
        undo.undo(applyAction, five.blue(), step, plan),
      ).rejects.toMatchObject({
        code: 'STEP_FAILED',
        message: expect.stringMatching(
          /ConfigMap .*a is not as before after the undo: data\.color is set by kubectl-edit/,
        ),
        remedy: expect.stringContaining('overwriteDrift'),
        object: { name: 'a' },
      });
      expect(undo.evidence.at(-1)).toMatchObject({
        answered: {
          equal: false,
          differing: [
            {
              path: 'data.color',
              before: 'red',
              after: 'green',
              owner: 'kubectl-edit',
            },
          ],
        },
      });

      const overwriteDrift = [five.refOf('a')];
      const again = five.bench();
      const chosen = await again.planUndo(applyAction, five.blue(), step, {
        overwriteDrift,
      });
      expect(chosen.changes.at(-1)).toMatchObject({
        kind: 'change',
        takeOver: true,
        note: expect.stringMatching(/^Overwrites what drifted/),
      });
      await again.undo(applyAction, five.blue(), step, chosen, overwriteDrift);
      expect(await five.colors()).toBe('red - - - -');
    });

    it('fails when what it restored is gone before the proof', async () => {
      const step = await done();
      const undo = five.bench(afterFirstPut('a', () => five.drop('a')));
      const plan = await undo.planUndo(applyAction, five.blue(), step);
      await expect(
        undo.undo(applyAction, five.blue(), step, plan),
      ).rejects.toMatchObject({
        code: 'STEP_FAILED',
        message: expect.stringMatching(/a is not there again after the undo/),
      });
      expect(undo.evidence.at(-1)).toMatchObject({
        answered: { equal: false },
      });
    });

    it('goes on after a crash at any of its writes', async () => {
      const step = await done();
      let left = 0;
      const faults: Faults = {
        afterRequest: request => {
          left -= isWrite(request) ? 1 : 0;
          if (isWrite(request) && left === 0) {
            throw new PlayedCrash('after a write');
          }
        },
      };
      const undo = five.bench(faults);
      const plan = await undo.planUndo(applyAction, five.blue(), step);
      for (const nth of [1, 2, 3]) {
        left = nth;
        await expect(
          undo.undo(applyAction, five.blue(), step, plan),
        ).rejects.toThrow(PlayedCrash);
      }
      left = 0;
      await undo.undo(applyAction, five.blue(), step, plan);
      expect(await five.colors()).toBe('red - - - -');
    });

    it.each([1, 2])(
      'declares each PUT that gives fields back, also after a crash at PUT %i',
      async nth => {
        await five.paint('a', 'red');
        const input = {
          objects: five.blue().objects.slice(0, 1),
          takeOver: [
            { kind: 'ConfigMap', namespace: five.namespace, name: 'a' },
          ],
        };
        const step = five.bench();
        await step.run(applyAction, input, await step.plan(applyAction, input));
        const undo = five.crashing(nth);
        const plan = await undo.planUndo(applyAction, input, step);
        await expect(undo.undo(applyAction, input, step, plan)).rejects.toThrow(
          PlayedCrash,
        );
        await undo.undo(applyAction, input, step, plan);

        const { body } = await five.cluster.request({ path: five.pathOf('a') });
        expect(body.data).toEqual({ color: 'red' });
        expect(
          body.metadata.managedFields.map((entry: any) => entry.manager),
        ).toEqual(['somebody']);
        const records = await undo.journal.records();
        expect(records.map(({ verb, state }) => `${verb} ${state}`)).toEqual([
          'restore done',
          'restore done',
        ]);
        expect(records[1].after?.metadata?.resourceVersion).toBe(
          body.metadata.resourceVersion,
        );

        const redo = five.bench();
        const back = await redo.planUndo(applyAction, input, undo);
        expect(back.changes).toMatchObject([{ kind: 'change' }]);
        await redo.undo(applyAction, input, undo, back);
        expect(await five.colors()).toBe('blue - - - -');
      },
    );

    it.each([
      ['restores', 'red', []],
      [
        'would delete',
        undefined,
        Array(2).fill(expect.stringMatching(/data\.size .* by kubectl-edit/)),
      ],
    ])(
      'leaves what others did between two writes of a step that it %s',
      async (_what, before, left) => {
        if (before) {
          await five.paint('a', before, 'missions:test');
        }
        const input = {
          objects: five.blue().objects.slice(0, 1),
          takeOver: [
            { kind: 'ConfigMap', namespace: five.namespace, name: 'a' },
          ],
        };
        const step = five.bench();
        await step.run(applyAction, input, await step.plan(applyAction, input));
        const theirs = { color: 'green', size: '9' };
        await five.cluster.request({
          method: 'PATCH',
          path: five.pathOf('a'),
          query: { fieldManager: 'kubectl-edit' },
          contentType: 'application/merge-patch+json',
          body: { data: theirs },
        });
        const again = await runToReapproval(step, applyAction, input, {
          changes: [],
        });
        await step.run(applyAction, input, again.changes);
        expect(await five.colors()).toBe('blue - - - -');

        const undo = five.bench();
        const plan = await undo.planUndo(applyAction, input, step);
        const { kept } = await undo.undo(applyAction, input, step, plan);
        const { body } = await five.cluster.request({ path: five.pathOf('a') });
        expect(body.data).toEqual({ color: before ?? 'blue', size: '9' });
        expect(kept.map(({ reason }) => reason)).toEqual(left);
      },
    );

    it('says of what stays as approved, chosen or not, how it is by then', async () => {
      const step = await done(() => five.paintAll('red'));
      for (const name of ['a', 'b']) {
        await five.paint(name, 'green');
      }
      const undo = five.bench();
      const { changes } = await undo.planUndo(applyAction, five.blue(), step);
      const chosen = changes.map(change =>
        change.kind === 'conflict'
          ? { ...change, kind: 'noop' as const, takeOver: false }
          : change,
      );
      await five.paint('a', 'yellow');
      await five.paint('b', 'red');
      const { kept } = await undo.undo(applyAction, five.blue(), step, {
        changes: chosen,
      });
      expect(kept.map(({ reason }) => reason).sort()).toEqual([
        'Stays as it is now, as approved',
        expect.stringMatching(
          /^Stays as it is now, as approved\. data\.color was changed since .*, now "yellow"$/,
        ),
      ]);
      expect(await five.colors()).toBe('yellow red red red red');
    });

    it('makes anew what is gone by choice, and goes on after a crash', async () => {
      const step = await done(() => five.paintAll('red'));
      await five.drop('e');
      const overwriteDrift = [five.refOf('e')];
      const undo = five.crashing(2);
      const plan = await undo.planUndo(applyAction, five.blue(), step, {
        overwriteDrift,
      });
      expect(plan.changes[0]).toMatchObject({
        kind: 'create',
        takeOver: true,
        note: expect.stringMatching(/^Makes anew what was deleted\. /),
      });
      await expect(
        undo.undo(applyAction, five.blue(), step, plan, overwriteDrift),
      ).rejects.toThrow(PlayedCrash);
      await undo.undo(applyAction, five.blue(), step, plan, overwriteDrift);
      expect(await five.colors()).toBe('red red red red red');
    });
  },
);
