import {
  type ErrorCode,
  MissionError,
  type PlannedChange,
} from '@mission-control/plugin-missions-common';
import { type Faults, FiveObjects } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'an undo where the API server refuses one object, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const input = () => ({
      objects: ['a', 'b', 'c'].map(name => five.objectOf(name, 'blue')),
    });
    /** A run that painted a, b and c blue. */
    async function painted() {
      await five.paintAll('red');
      const step = five.bench();
      const plan = await step.plan(applyAction, input());
      await step.run(applyAction, input(), plan);
      return step;
    }
    /** Answers requests about c so; `asked` are the methods that it answered. */
    function refusingC(code: ErrorCode, methods: string[], asked: string[]) {
      const faults: Faults = {
        beforeRequest: ({ method = 'GET', path }) => {
          if (path === five.pathOf('c') && methods.includes(method)) {
            asked.push(method);
            throw new MissionError(code, 'not back to red, says a policy');
          }
        },
      };
      return five.bench(faults);
    }
    const kinds = (
      changes: readonly Pick<PlannedChange, 'kind' | 'object'>[],
    ) => changes.map(({ kind, object }) => `${kind} ${object.name}`);

    it.each<[ErrorCode, string]>([
      ['KUBERNETES_INVALID', 'PUT'],
      ['KUBERNETES_QUOTA', 'PUT'],
      ['KUBERNETES_CONFLICT', 'PUT'],
      ['KUBERNETES_SERVER_ERROR', 'PUT'],
      ['CLUSTER_FORBIDDEN', 'PUT'],
      ['CLUSTER_FORBIDDEN', 'GET'],
    ])('plans the others where it says %s to a %s', async (code, method) => {
      const step = await painted();
      const undo = refusingC(code, [method], []);
      const { changes } = await undo.planUndo(applyAction, input(), step);
      expect(kinds(changes)).toEqual(['conflict c', 'change b', 'change a']);
      expect(changes[0]).toMatchObject({
        takeOver: false,
        verb: 'restore',
        conflictWith: 'the API server',
        note: 'The API server refuses it: not back to red, says a policy',
      });
      expect(await five.colors()).toBe('blue blue blue red red');
    });

    it.each<ErrorCode>(['CLUSTER_UNREACHABLE', 'CLUSTER_THROTTLED'])(
      'has no plan where the cluster does not answer: %s',
      async code => {
        const step = await painted();
        const undo = refusingC(code, ['PUT'], []);
        await expect(
          undo.planUndo(applyAction, input(), step),
        ).rejects.toMatchObject({ code });
      },
    );

    it.each(['PUT', 'GET'])(
      'does not try what a person keeps, and leaves it, also where it refuses a %s',
      async method => {
        const step = await painted();
        const tries: string[] = [];
        const undo = refusingC('CLUSTER_FORBIDDEN', [method], tries);
        const { changes } = await undo.planUndo(applyAction, input(), step, {
          keepDrift: [five.refOf('c')],
        });
        expect(tries).not.toContain('PUT');
        const [c, ...rest] = changes;
        const approved = [
          { ...c, kind: 'noop' as const, takeOver: false, stepId: 'step' },
          ...rest.map(change => ({ ...change, stepId: 'step' })),
        ];
        const { kept } = await undo.undo(applyAction, input(), step, approved);
        expect(kept).toMatchObject([
          { reason: expect.stringMatching(/^Stays as it is now, as approved/) },
        ]);
        expect(await five.colors()).toBe('red red blue red red');
      },
    );

    it('offers no overwriting of what drifted where it would refuse that', async () => {
      const step = await painted();
      await five.paint('c', 'green');
      const undo = refusingC('KUBERNETES_INVALID', ['PUT'], []);
      const plans = [[], [five.refOf('c')]].map(overwriteDrift =>
        undo.planUndo(applyAction, input(), step, { overwriteDrift }),
      );
      for (const { changes } of await Promise.all(plans)) {
        expect(kinds(changes)).toEqual(['conflict c', 'change b', 'change a']);
        expect(changes[0]).toMatchObject({
          takeOver: false,
          note: expect.stringMatching(/refuses it: not back to red/),
        });
      }
    });

    it('offers overwriting of what drifted where it would do that', async () => {
      const step = await painted();
      await five.paint('c', 'green');
      const { changes } = await five
        .bench()
        .planUndo(applyAction, input(), step);
      expect(changes[0]).toMatchObject({ kind: 'conflict', verb: 'restore' });
      expect(changes[0].takeOver).toBeUndefined();
    });

    it('counts nothing as made before that a person keeps', async () => {
      await five.paintAll('red');
      const both = { objects: [five.refOf('a'), five.refOf('b')] };
      await five.adopt(['b'], 'a');
      const step = five.bench();
      await step.run(deleteAction, both, await step.plan(deleteAction, both));
      const { changes } = await five
        .bench()
        .planUndo(deleteAction, both, step, { keepDrift: [five.refOf('b')] });
      expect(changes.find(({ object }) => object.name === 'a')).toMatchObject({
        kind: 'conflict',
        note: expect.stringContaining('Its owner is gone'),
      });
    });

    describe('as long as a webhook is there that does not answer', () => {
      /** Stands for the configuration of the webhook: as long as e is there, nothing else is changed. */
      const dead: Faults = {
        beforeRequest: async ({ method = 'GET', path }) => {
          if (method === 'GET' || path === five.pathOf('e')) {
            return;
          }
          const isThere = await five.cluster
            .request({ path: five.pathOf('e') })
            .then(
              () => true,
              () => false,
            );
          if (isThere) {
            throw new MissionError(
              'KUBERNETES_SERVER_ERROR',
              'Cluster \'test\': Internal error occurred: failed calling webhook "dead.acme.dev": failed to call webhook: connection refused',
            );
          }
        },
      };
      const warned = {
        kind: 'change',
        warnings: [
          expect.stringMatching(/^As things are now .*failed calling webhook/),
        ],
      };

      async function webhookAfter() {
        const step = await painted();
        await five.drop('e');
        const made = { objects: [five.objectOf('e', 'blue')] };
        const webhook = five.bench();
        await webhook.run(
          applyAction,
          made,
          await webhook.plan(applyAction, made),
        );
        return { step, webhook, made };
      }

      it('is planned where it takes the webhook away before, and goes', async () => {
        const { step, webhook, made } = await webhookAfter();
        const undo = five.bench(dead);
        const removal = await undo.planUndo(applyAction, made, webhook);
        const back = await five
          .bench(dead)
          .planUndo(applyAction, input(), step, {
            earlier: removal.changes.map(change => ({
              ...change,
              stepId: 'webhook',
            })),
          });
        expect(back.changes).toMatchObject([warned, warned, warned]);
        await undo.undo(applyAction, made, webhook, removal);
        const rest = five.bench(dead);
        await rest.undo(applyAction, input(), step, back);
        expect(await five.colors()).toBe('red red red red -');
        expect(JSON.stringify(rest.evidence)).not.toContain('As things are');
      });

      it('is a choice about each object where nothing goes before', async () => {
        const { step } = await webhookAfter();
        const { changes } = await five
          .bench(dead)
          .planUndo(applyAction, input(), step);
        expect(kinds(changes)).toEqual([
          'conflict c',
          'conflict b',
          'conflict a',
        ]);
      });

      it('is planned as a deletion after that of the webhook', async () => {
        await five.paintAll('red');
        const refs = { objects: [five.refOf('e'), five.refOf('a')] };
        const step = five.bench(dead);
        const plan = await step.plan(deleteAction, refs);
        expect(plan.changes).toMatchObject([
          { kind: 'delete', object: { name: 'e' } },
          { ...warned, kind: 'delete', object: { name: 'a' } },
        ]);
        await step.run(deleteAction, refs, plan);
        expect(await five.colors()).toBe('- red red red -');
      });
    });
  },
);
