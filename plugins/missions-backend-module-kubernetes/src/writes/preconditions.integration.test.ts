import { MissionError } from '@mission-control/plugin-missions-common';
import { ReapprovalNeeded } from '@mission-control/plugin-missions-node';
import type { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import {
  type Faults,
  FiveObjects,
  isWrite,
  runToReapproval,
} from '../__testUtils__/FiveObjects';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';
import { patchAction } from '../actions/patch';
import { isRealChange } from '../journal';

jest.setTimeout(60_000);

type Sent = Parameters<NonNullable<Faults['beforeRequest']>>[0];

describe.each(integrationTargets())(
  'the preconditions of a write on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    const one = () => ({ objects: five.blue().objects.slice(0, 1) });
    const deletion = () => ({ objects: [five.refOf('a')] });
    const patch = () => ({
      object: five.refOf('a'),
      patch: { data: { color: 'blue' } },
    });
    const liveA = async () =>
      (await five.cluster.request({ path: five.pathOf('a') })).body;

    /** Somebody acts after the last look, right before the first write leaves. */
    const justBefore = (method: string, act: () => Promise<unknown>) => {
      const sent: Sent[] = [];
      const step = five.bench({
        beforeRequest: async request => {
          if (isWrite(request) && request.method === method) {
            sent.push(request);
            if (sent.length === 1) {
              await act();
            }
          }
        },
      });
      return { step, sent };
    };
    const realChanges = async (step: ActionBench) =>
      (await step.journal.records()).filter(isRealChange);

    it('keeps a deletion from what was changed meanwhile', async () => {
      await five.paint('a', 'red');
      const { step, sent } = justBefore('DELETE', () =>
        five.paint('a', 'green'),
      );
      const { uid, resourceVersion } = (await liveA()).metadata;
      const plan = await step.plan(deleteAction, deletion());
      const error = await runToReapproval(step, deleteAction, deletion(), plan);
      expect(error.reason).toBe('drift');
      expect(sent).toEqual([
        expect.objectContaining({
          body: expect.objectContaining({
            preconditions: { uid, resourceVersion },
          }),
        }),
      ]);
      expect((await liveA()).data).toEqual({ color: 'green' });
      expect(await realChanges(step)).toEqual([]);
    });

    it('keeps an apply from what was changed meanwhile, also by the same manager', async () => {
      await five.paint('a', 'red', 'missions:test');
      const { step } = justBefore('PATCH', () =>
        five.paint('a', 'green', 'missions:test'),
      );
      const plan = await step.plan(applyAction, one());
      const error = await runToReapproval(step, applyAction, one(), plan);
      expect(error.message).toBe(
        'ConfigMap a changed since the plan at data.color',
      );
      expect((await liveA()).data).toEqual({ color: 'green' });
      expect(await realChanges(step)).toEqual([]);
    });

    it('keeps an apply from making anew what was deleted meanwhile', async () => {
      await five.paint('a', 'red', 'missions:test');
      const { step } = justBefore('PATCH', () => five.drop('a'));
      const plan = await step.plan(applyAction, one());
      const error = await runToReapproval(step, applyAction, one(), plan);
      expect(error.message).toBe('ConfigMap a is gone; the plan saw one');
      expect(await five.colors()).toBe('- - - - -');
    });

    it('takes an apply back from an object that somebody created meanwhile', async () => {
      const { step } = justBefore('PATCH', () =>
        five.cluster.request({
          method: 'POST',
          path: five.pathOf('a').replace(/\/a$/, ''),
          query: { fieldManager: 'kubectl-create' },
          body: { ...five.objectOf('a', 'blue'), data: { theirs: 'yes' } },
        }),
      );
      const plan = await step.plan(applyAction, one());
      const error = await runToReapproval(step, applyAction, one(), plan);
      expect(error.message).toBe('ConfigMap a exists now; the plan saw none');
      const { data, metadata } = await liveA();
      expect(data).toEqual({ theirs: 'yes' });
      expect(metadata.annotations).toBeUndefined();
      const owners = metadata.managedFields.map((entry: any) => entry.manager);
      expect(owners).toEqual(['kubectl-create']);
      expect(await realChanges(step)).toEqual([]);
    });

    it.each(['merge', 'strategic'])(
      'keeps a %s patch from what was changed meanwhile',
      async type => {
        await five.paint('a', 'red', 'missions:test');
        const { step } = justBefore('PATCH', () =>
          five.paint('a', 'green', 'missions:test'),
        );
        const input = { ...patch(), type };
        const plan = await step.plan(patchAction, input);
        const error = await runToReapproval(step, patchAction, input, plan);
        expect(error.reason).toBe('drift');
        expect((await liveA()).data).toEqual({ color: 'green' });
      },
    );

    it('keeps a JSON patch from what was changed meanwhile', async () => {
      await five.paint('a', 'red', 'missions:test');
      const { step } = justBefore('PATCH', () =>
        five.paint('a', 'green', 'missions:test'),
      );
      const input = {
        object: five.refOf('a'),
        type: 'json',
        patch: [{ op: 'replace', path: '/data/color', value: 'blue' }],
      };
      const plan = await step.plan(patchAction, input);
      const error = await runToReapproval(step, patchAction, input, plan);
      expect(error.reason).toBe('drift');
      expect((await liveA()).data).toEqual({ color: 'green' });
    });

    it('leaves a record of what the API server refused, with its reason', async () => {
      await five.paint('a', 'red', 'missions:test');
      const { step } = justBefore('PATCH', async () => {
        throw new MissionError('KUBERNETES_QUOTA', 'exceeded quota: small');
      });
      const plan = await step.plan(applyAction, one());
      await expect(step.run(applyAction, one(), plan)).rejects.toThrow(
        'exceeded quota: small',
      );
      expect(await step.journal.records()).toMatchObject([
        { seq: 1, state: 'failed' },
      ]);
      expect(step.journal.refusals.get(1)).toEqual({
        code: 'KUBERNETES_QUOTA',
        message: 'exceeded quota: small',
      });
      const undo = await five.bench().planUndo(applyAction, one(), step);
      expect(undo.changes).toEqual([]);
    });

    describe('of an undo', () => {
      async function done() {
        const step = five.bench();
        await step.run(applyAction, one(), await step.plan(applyAction, one()));
        return step;
      }

      it.each([
        ['deletion', 'DELETE', '-'],
        ['restore', 'PUT', 'red'],
      ])(
        'keeps its %s from what was changed meanwhile',
        async (_what, method, before) => {
          if (before !== '-') {
            await five.paint('a', before, 'missions:test');
          }
          const step = await done();
          const { step: undo, sent } = justBefore(method, () =>
            five.paint('a', 'green', 'kubectl-edit'),
          );
          const { uid, resourceVersion } = (await liveA()).metadata;
          const plan = await undo.planUndo(applyAction, one(), step);
          const error = await undo
            .undo(applyAction, one(), step, plan)
            .catch(e => e);
          expect(error).toBeInstanceOf(ReapprovalNeeded);
          expect(error.changes).toMatchObject([
            { kind: 'conflict', conflictWith: 'kubectl-edit' },
          ]);
          const { body } = sent[0] as { body: any };
          expect(body.preconditions ?? body.metadata).toMatchObject({
            uid,
            resourceVersion,
          });
          expect(sent).toHaveLength(1);
          expect((await liveA()).data).toEqual({ color: 'green' });
          expect(await realChanges(undo)).toEqual([]);
        },
      );

      it('deletes what it made by name, never a collection', async () => {
        const input = {
          objects: [...five.blue().objects, five.namespaceObject()],
        };
        await five.dropNamespace();
        const step = five.bench();
        await step.run(applyAction, input, await step.plan(applyAction, input));
        const deleted: string[] = [];
        const undo = five.bench({
          beforeRequest: request => {
            if (isWrite(request)) {
              deleted.push(request.path);
            }
          },
        });
        const plan = await undo.planUndo(applyAction, input, step);
        await undo.undo(applyAction, input, step, plan);
        expect(deleted).toEqual([
          ...['e', 'd', 'c', 'b', 'a'].map(name => five.pathOf(name)),
          `/api/v1/namespaces/${five.namespace}`,
        ]);
      });
    });
  },
);
