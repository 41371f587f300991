import { MissionError } from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  MissionAction,
} from '@mission-control/plugin-missions-node';
import {
  ActionBench,
  type ActionBenchOptions,
} from '@mission-control/plugin-missions-node/testing';
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

    describe('where another run of the mission may have written since', () => {
      const painted = (color: string) => ({
        objects: [five.objectOf('a', color)],
      });
      /** Another run of the mission applies it. */
      async function laterRun(runId = 'run-2') {
        const { cluster } = five;
        const step = new ActionBench({ cluster, runId });
        const plan = await step.plan(applyAction, painted('green'));
        await step.run(applyAction, painted('green'), plan);
      }
      /** The request never arrives, and nobody hears of that. */
      async function neverSent() {
        const step = five.bench({
          beforeRequest: request => {
            if (isWrite(request)) {
              throw new MissionError('CLUSTER_TIMEOUT', 'The line broke');
            }
          },
        });
        const plan = await step.plan(applyAction, one());
        await expect(step.run(applyAction, one(), plan)).rejects.toThrow(
          'The line broke',
        );
        expect(await step.journal.records()).toMatchObject([
          { state: 'intent' },
        ]);
        return step;
      }
      /** An undo whose journal knows of that run. */
      const undoing = (
        writtenSince: ActionBenchOptions['writtenSince'] = () => 'run-2',
      ) => new ActionBench({ cluster: five.cluster, writtenSince });
      const conflict = {
        kind: 'conflict',
        conflictWith: 'run run-2',
        note: 'Run run-2 wrote it since; whether this run had written it is not known',
      };

      it.each([
        ['delete what that made', undefined, 'delete'],
        ['restore what that changed', 'red', 'restore'],
      ])('does not %s, and asks', async (_what, before, verb) => {
        await (before && five.paint('a', before, 'missions:test'));
        const step = await neverSent();
        await laterRun();
        const undo = undoing();
        const plan = await undo.planUndo(applyAction, one(), step);
        expect(plan.changes).toMatchObject([{ ...conflict, verb }]);
        const { kept } = await undo.undo(applyAction, one(), step, plan);
        expect(kept).toEqual([
          { seq: 1, reason: expect.stringContaining(conflict.note) },
        ]);
        expect(await five.colors()).toBe('green - - - -');
      });

      it.each([
        ['deletes', undefined],
        ['restores', 'red'],
      ])('%s it by choice', async (_what, before) => {
        await (before && five.paint('a', before, 'missions:test'));
        const step = await neverSent();
        await laterRun();
        const undo = undoing();
        const overwriteDrift = [five.refOf('a')];
        const choice = { overwriteDrift };
        const plan = await undo.planUndo(applyAction, one(), step, choice);
        expect(plan.changes).toMatchObject([{ takeOver: true }]);
        await undo.undo(applyAction, one(), step, plan, overwriteDrift);
        expect(await five.colors()).toBe(`${before ?? '-'} - - - -`);
      });

      it.each([
        ['delete', undefined],
        ['restore', 'red'],
      ])(
        'does not %s it where that run came after the plan',
        async (_what, before) => {
          await (before && five.paint('a', before, 'missions:test'));
          const step = await lost();
          const later: string[] = [];
          const undo = undoing(() => later.at(-1));
          const plan = await undo.planUndo(applyAction, one(), step);
          later.push('run-2');
          const undoRun = undo.undo(applyAction, one(), step, plan);
          await expect(undoRun).rejects.toMatchObject({
            reason: 'drift',
            changes: [conflict],
          });
          expect(await five.colors()).toBe('blue - - - -');
        },
      );

      it('does not take for its own what that made after the plan found nothing', async () => {
        const step = await neverSent();
        const undo = undoing();
        const plan = await undo.planUndo(applyAction, one(), step);
        expect(plan.changes).toMatchObject([{ kind: 'noop' }]);
        await laterRun();
        const { kept } = await undo.undo(applyAction, one(), step, plan);
        expect(kept).toEqual([{ seq: 1, reason: conflict.note }]);
        expect(await five.colors()).toBe('green - - - -');
      });

      it('does not delete what a step made that this journal does not know', async () => {
        const step = await neverSent();
        await laterRun();
        const { change } = await undone(step);
        expect(change).toMatchObject({
          kind: 'conflict',
          conflictWith: 'another run',
          note: 'Another run made it, as its key tells; whether this run had written it is not known',
        });
        expect(await five.colors()).toBe('green - - - -');
      });

      it('asks nothing where another step of the run made it', async () => {
        const step = await neverSent();
        await laterRun();
        const { body } = await five.cluster.request({
          path: five.pathOf('a'),
        });
        const undo = new ActionBench({
          cluster: five.cluster,
          madeByRun: [(body as KubernetesObject).metadata!.uid!],
        });
        const plan = await undo.planUndo(applyAction, one(), step);
        expect(plan.changes).toMatchObject([{ kind: 'delete' }]);
        expect(plan.changes[0].conflictWith).toBeUndefined();
      });

      it('asks nothing where its own write was confirmed and stands', async () => {
        const step = five.bench();
        const plan = await step.plan(applyAction, one());
        await step.run(applyAction, one(), plan);
        const { changes } = await undoing().planUndo(applyAction, one(), step);
        expect(changes).toMatchObject([{ kind: 'delete' }]);
        expect(changes[0]).not.toHaveProperty('note');
      });
    });
  },
);
