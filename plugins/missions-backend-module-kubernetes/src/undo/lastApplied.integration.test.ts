import {
  compareClusters,
  LAST_APPLIED_ANNOTATION,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterRequest,
  KubernetesObject,
  MissionAction,
} from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { randomUUID } from 'node:crypto';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { FiveObjects, isWrite } from '../__testUtils__/FiveObjects';
import { applyAction } from '../actions/apply';
import { patchAction } from '../actions/patch';

jest.setTimeout(60_000);

const POINTER = `/metadata/annotations/${LAST_APPLIED_ANNOTATION.replace(
  '/',
  '~1',
)}`;

describe.each(integrationTargets())(
  'what kubectl remembers of an object, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    beforeEach(() => five.paint('a', 'red'));

    const live = async () =>
      (await five.cluster.request({ path: five.pathOf('a') })).body;
    /** As `kubectl apply` does it without --server-side. */
    const remember = (text = '{"data":{"color":"red"}}') =>
      five.cluster.request({
        method: 'PATCH',
        path: five.pathOf('a'),
        query: { fieldManager: 'kubectl-client-side-apply' },
        contentType: 'application/merge-patch+json',
        body: {
          metadata: { annotations: { [LAST_APPLIED_ANNOTATION]: text } },
        },
      });
    const patching = (patch: unknown) => ({
      object: five.refOf('a'),
      type: Array.isArray(patch) ? 'json' : 'merge',
      patch,
    });
    const refusal = (name = 'a') => ({
      code: 'ACTION_INPUT_INVALID',
      message: `ConfigMap ${five.namespace}/${name}: the annotation ${LAST_APPLIED_ANNOTATION} would be set or removed, and it is kubectl's alone`,
    });

    /** The object with the annotation. */
    const carrying = (name: string, value: string) => {
      const { metadata, ...object } = five.objectOf(name, value);
      const annotations = { [LAST_APPLIED_ANNOTATION]: '{}' };
      return { ...object, metadata: { ...metadata, annotations } };
    };

    it('is refused in an object that a mission makes', async () => {
      const input = { objects: [carrying('b', 'blue')] };
      await expect(five.bench().plan(applyAction, input)).rejects.toMatchObject(
        refusal('b'),
      );
    });

    it('is refused to an apply that would drop it', async () => {
      await five.cluster.request({
        method: 'PATCH',
        path: five.pathOf('a'),
        query: { fieldManager: 'missions:test' },
        contentType: 'application/apply-patch+yaml',
        body: carrying('a', 'red'),
      });
      const input = { objects: [five.objectOf('a', 'red')] };
      await expect(five.bench().plan(applyAction, input)).rejects.toMatchObject(
        refusal(),
      );
    });

    it.each<[string, unknown]>([
      [
        'sets it',
        { metadata: { annotations: { [LAST_APPLIED_ANNOTATION]: '{}' } } },
      ],
      [
        'removes it',
        { metadata: { annotations: { [LAST_APPLIED_ANNOTATION]: null } } },
      ],
      ['removes all annotations', { metadata: { annotations: null } }],
      ['removes it by an operation', [{ op: 'remove', path: POINTER }]],
      [
        'moves it away',
        [{ op: 'move', from: POINTER, path: '/metadata/annotations/note' }],
      ],
      [
        'replaces all annotations by an operation',
        [{ op: 'replace', path: '/metadata/annotations', value: { a: 'b' } }],
      ],
    ])('is refused in a patch that %s', async (_what, patch) => {
      await remember();
      await expect(
        five.bench().plan(patchAction, patching(patch)),
      ).rejects.toMatchObject(refusal());
    });

    it('is refused before the object of a patch is there', async () => {
      const patch = [{ op: 'remove', path: POINTER }];
      const earlier = [
        {
          stepId: 'before',
          kind: 'create' as const,
          verb: 'apply',
          object: five.refOf('a'),
        },
      ];
      await expect(
        five.bench().plan(patchAction, patching(patch), earlier),
      ).rejects.toMatchObject(refusal());
    });

    it('stays through a run and its undo', async () => {
      await remember();
      const before = await live();
      const input = patching({ data: { color: 'blue' } });
      const step = five.bench();
      await step.run(patchAction, input, await step.plan(patchAction, input));
      const undo = five.bench();
      const plan = await undo.planUndo(patchAction, input, step);
      await undo.undo(patchAction, input, step, plan);
      expect(compareClusters([before], [await live()])).toEqual([]);
    });

    it('is refused to a patch that would drop what kubectl wrote since the plan', async () => {
      const input = patching({
        metadata: { annotations: null },
        data: { color: 'blue' },
      });
      const step = five.bench();
      const plan = await step.plan(patchAction, input);
      await remember();
      const before = await live();
      await expect(step.run(patchAction, input, plan)).rejects.toMatchObject(
        refusal(),
      );
      expect(await live()).toEqual(before);
      expect(await step.journal.records()).toEqual([]);
    });

    describe('written between the look of a plan and its dry run', () => {
      /** A step in whose first dry runs kubectl is faster. */
      const overtaken = (times: number) => {
        let left = times;
        return five.bench({
          beforeRequest: async ({ query }) => {
            if (query?.dryRun && left > 0) {
              left -= 1;
              await remember(randomUUID());
            }
          },
        });
      };

      it.each([
        ['a patch', patchAction, () => patching({ data: { color: 'blue' } })],
        [
          'an apply',
          applyAction,
          () => ({ objects: [five.objectOf('a', 'blue')] }),
        ],
      ] as [string, MissionAction<any, any>, () => unknown][])(
        'is not taken for the doing of %s',
        async (_what, action, input) => {
          const { changes } = await overtaken(2).plan(action, input());
          expect(changes).toMatchObject([
            {
              fields: [{ path: 'data.color', before: 'red', after: 'blue' }],
            },
          ]);
        },
      );

      it('ends the plan of an object that never rests', async () => {
        const input = patching({ data: { color: 'blue' } });
        await expect(
          overtaken(Infinity).plan(patchAction, input),
        ).rejects.toMatchObject({ code: 'KUBERNETES_CONFLICT' });
      });
    });

    describe('taken out of a write by an admission webhook', () => {
      const lost = async () => {
        await remember();
        const before = await live();
        const input = patching({ data: { color: 'blue' } });
        const { cluster } = five;
        const changed = (asked: ClusterRequest) => {
          const body = asked.body as KubernetesObject;
          const metadata = { ...body.metadata, annotations: null };
          return { ...asked, body: { ...body, metadata } };
        };
        const step = new ActionBench({
          cluster: {
            ...cluster,
            request: asked =>
              cluster.request(isWrite(asked) ? changed(asked) : asked),
          },
        });
        await step.run(patchAction, input, await step.plan(patchAction, input));
        expect((await live()).metadata.annotations).toBeUndefined();
        return { before, input, step };
      };

      it('comes back with its owner by the undo', async () => {
        const { before, input, step } = await lost();
        const undo = five.bench();
        const plan = await undo.planUndo(patchAction, input, step);
        await undo.undo(patchAction, input, step, plan);
        expect(compareClusters([before], [await live()])).toEqual([]);
      });

      it('stays as kubectl wrote it since', async () => {
        const { input, step } = await lost();
        await remember('newer');
        const undo = five.bench();
        const plan = await undo.planUndo(patchAction, input, step);
        await undo.undo(patchAction, input, step, plan);
        const { metadata, data } = await live();
        expect(data).toEqual({ color: 'red' });
        expect(metadata.annotations[LAST_APPLIED_ANNOTATION]).toBe('newer');
      });
    });
  },
);
