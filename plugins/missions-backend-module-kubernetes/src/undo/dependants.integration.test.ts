import {
  MissionError,
  type PlannedChange,
} from '@mission-control/plugin-missions-common';
import {
  type ActionPlan,
  ReapprovalNeeded,
} from '@mission-control/plugin-missions-node';
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

jest.setTimeout(120_000);

describe.each(integrationTargets())(
  'the dependants of what is deleted, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const nameOf = (index: number) => `many-${index}`;
    const many = (count: number) => ({
      objects: Array.from({ length: count }, (_, index) =>
        five.objectOf(nameOf(index), 'blue'),
      ),
    });
    const refs = (count: number) => ({
      objects: many(count).objects.map(({ metadata }) =>
        five.refOf(metadata.name),
      ),
    });
    async function applied(count: number): Promise<ActionBench> {
      const step = five.bench();
      const plan = await step.plan(applyAction, many(count));
      await step.run(applyAction, many(count), plan);
      return step;
    }
    /** An object that is owned by one of many. */
    async function dependOn(owner: string, name: string) {
      const { body } = await five.cluster.request({ path: five.pathOf(owner) });
      const object = five.objectOf(name, 'red');
      await five.cluster.request({
        method: 'POST',
        path: five.pathOf('').replace(/\/$/, ''),
        body: {
          ...object,
          metadata: {
            ...object.metadata,
            ownerReferences: [
              {
                apiVersion: 'v1',
                kind: 'ConfigMap',
                name: owner,
                uid: body.metadata.uid,
              },
            ],
          },
        },
      });
    }
    afterEach(() => jest.restoreAllMocks());
    const UNSEEN = 'dependants could not be seen: secrets cannot be listed';
    /** A step whose account may list no secrets, as one with the role edit lists no roles. */
    const blind = () =>
      five.bench({
        beforeRequest: ({ path }) => {
          if (path.endsWith(`${five.namespace}/secrets`)) {
            throw new MissionError('CLUSTER_FORBIDDEN', 'Not for you');
          }
        },
      });
    const namesThere = async () =>
      (
        await five.cluster.list(five.pathOf('').replace(/\/$/, ''))
      ).items.flatMap(({ metadata }) =>
        /^(many|child)/.test(metadata?.name ?? '') ? [metadata?.name] : [],
      );
    /** Counts the requests of a bench, by what they ask. */
    function counting() {
      const lists: string[] = [];
      let others = 0;
      const beforeRequest: Faults['beforeRequest'] = ({ path }) => {
        const rest = path.split(`/namespaces/${five.namespace}/`)[1];
        if (rest && !rest.includes('/')) {
          lists.push(rest);
        } else {
          others += 1;
        }
      };
      return {
        bench: five.bench({ beforeRequest }),
        lists,
        others: () => others,
      };
    }

    it.each([
      [
        'the undo of an apply',
        async (bench: ActionBench, step: ActionBench, count: number) =>
          bench.planUndo(applyAction, many(count), step),
      ],
      [
        'a deletion',
        async (bench: ActionBench, _step: ActionBench, count: number) =>
          bench.plan(deleteAction, refs(count)),
      ],
    ])(
      'are asked for once per kind by the plan of %s, however many objects there are',
      async (_what, planned) => {
        const step = await applied(40);
        const { bench, lists, others } = counting();
        const { changes } = await planned(bench, step, 40);
        expect(changes).toHaveLength(40);
        expect(changes.every(({ kind }) => kind === 'delete')).toBe(true);
        expect(lists.length).toBeGreaterThan(10);
        expect([...new Set(lists)].sort()).toEqual([...lists].sort());
        const { items } = await five.cluster.resources();
        const groups = new Set(
          items.map(({ group, version }) => `${group}/${version}`),
        );
        expect(others()).toBeLessThanOrEqual(4 * 40 + groups.size + 5);
      },
    );

    it('are named for their owner alone, and make its deletion irreversible', async () => {
      const step = await applied(3);
      await dependOn(nameOf(1), 'child');
      const plan = await five.bench().planUndo(applyAction, many(3), step);
      const lost = 'dependants are collected with it: ConfigMap child';
      expect(
        plan.changes.map(({ object, irreversible }) => [
          object.name,
          irreversible,
        ]),
      ).toEqual([
        [nameOf(2), undefined],
        [nameOf(1), lost],
        [nameOf(0), undefined],
      ]);
      const deletion = await five.bench().plan(deleteAction, refs(3));
      expect(deletion.changes.map(({ irreversible }) => irreversible)).toEqual([
        undefined,
        lost,
        undefined,
      ]);
    });

    it('are told to be unknown of every deletion where a kind cannot be listed', async () => {
      const step = await applied(2);
      const plan = await blind().planUndo(applyAction, many(2), step);
      expect(plan.changes.map(({ irreversible }) => irreversible)).toEqual(
        Array(2).fill(UNSEEN),
      );
    });

    it('keep no object from being made anew when they could not be seen', async () => {
      await applied(2);
      const step = blind();
      const plan = await step.plan(deleteAction, refs(2));
      expect(plan.changes).toMatchObject(
        Array(2).fill({ kind: 'delete', irreversible: UNSEEN }),
      );
      await step.run(deleteAction, refs(2), plan);
      const records = await step.journal.records();
      expect(
        records.map(({ state, irreversible }) => [state, irreversible]),
      ).toEqual(Array(2).fill(['done', undefined]));

      // With more rights by now: what went is gone, and nobody saw it.
      const undo = five.bench();
      const back = await undo.planUndo(deleteAction, refs(2), step);
      const UNKNOWN = `What was deleted with it is not known: ${UNSEEN}`;
      expect(back.changes).toMatchObject(
        Array(2).fill({ kind: 'create', warnings: [UNKNOWN] }),
      );
      const { kept } = await undo.undo(deleteAction, refs(2), step, back);
      expect(kept).toEqual([]);
      expect(await namesThere()).toEqual([nameOf(0), nameOf(1)]);
      expect(
        undo.evidence.filter(({ answered }) => answered === UNKNOWN),
      ).toHaveLength(2);
    });

    it.each([1, 2])(
      'are asked for when they can no longer be seen since the plan of %i objects',
      async count => {
        await applied(count);
        const plan = await five.bench().plan(deleteAction, refs(count));
        const error = await runToReapproval(
          blind(),
          deleteAction,
          refs(count),
          plan,
        );
        expect(error.message).toContain(
          `${nameOf(0)}: ${UNSEEN}; the plan saw all of it`,
        );
        expect(error.changes).toMatchObject(
          Array(count).fill({ kind: 'delete', irreversible: UNSEEN }),
        );
        expect(await namesThere()).toHaveLength(count);
      },
    );

    it('are no loss while another owner of theirs is there', async () => {
      await applied(3);
      await five.adopt([nameOf(0), nameOf(1)], nameOf(2));
      const two = { objects: refs(3).objects.slice(0, 2) };
      const bench = five.bench();
      const plan = await bench.plan(deleteAction, two);
      const lost = `dependants are collected with it: ConfigMap ${nameOf(2)}`;
      expect(plan.changes.map(({ irreversible }) => irreversible)).toEqual([
        undefined,
        lost,
      ]);
      await bench.run(deleteAction, two, plan);
      expect(
        (await bench.journal.records()).map(({ irreversible }) => irreversible),
      ).toEqual([undefined, lost]);
    });

    const deleting = {
      'the undo of an apply': {
        plan: (bench: ActionBench, step: ActionBench, count: number) =>
          bench.planUndo(applyAction, many(count), step),
        run: (
          bench: ActionBench,
          step: ActionBench,
          count: number,
          plan: ActionPlan | readonly PlannedChange[],
        ) => bench.undo(applyAction, many(count), step, plan),
      },
      'a deletion': {
        plan: (bench: ActionBench, _step: ActionBench, count: number) =>
          bench.plan(deleteAction, refs(count)),
        run: (
          bench: ActionBench,
          _step: ActionBench,
          count: number,
          plan: ActionPlan | readonly PlannedChange[],
        ) => bench.run(deleteAction, refs(count), plan),
      },
    };
    const LOST = 'dependants are collected with it: ConfigMap child';

    describe.each(Object.entries(deleting))('of %s', (_what, { plan, run }) => {
      it.each([1, 2])(
        'are asked for before anything is deleted when they appeared since the plan of %i objects',
        async count => {
          const step = await applied(count);
          const bench = five.bench();
          const approved = await plan(bench, step, count);
          await dependOn(nameOf(0), 'child');
          const asked = await run(bench, step, count, approved).catch(e => e);
          expect(asked).toBeInstanceOf(ReapprovalNeeded);
          expect(asked).toMatchObject({
            reason: 'drift',
            message: `Deleting ConfigMap ${five.namespace}/${nameOf(
              0,
            )} cannot be taken back: ${LOST}; the plan saw none of it`,
            changes: [
              {
                kind: 'delete',
                object: five.refOf(nameOf(0)),
                irreversible: LOST,
              },
            ],
          });
          expect(await namesThere()).toHaveLength(count + 1);
          const withAnswer = [
            ...approved.changes.map(change => ({ ...change, stepId: 'step' })),
            ...asked.changes,
          ];
          await run(bench, step, count, withAnswer);
          expect(await bench.journal.records()).toContainEqual(
            expect.objectContaining({
              object: five.refOf(nameOf(0)),
              irreversible: LOST,
              state: 'done',
            }),
          );
        },
      );

      it('are looked for again right before each object is deleted', async () => {
        const step = await applied(2);
        let clock = 0;
        jest.spyOn(performance, 'now').mockImplementation(() => clock);
        const plain = five.bench();
        const approved = await plan(plain, step, 2);
        const last = approved.changes[1].object.name;
        let deleted = 0;
        const bench = five.bench({
          afterRequest: async request => {
            if (isWrite(request)) {
              deleted += 1;
              clock += 60_000;
              await dependOn(last, 'child');
            }
          },
        });
        const asked = await run(bench, step, 2, approved).catch(e => e);
        expect(asked).toMatchObject({
          name: 'ReapprovalNeeded',
          changes: [{ object: five.refOf(last), irreversible: LOST }],
        });
        expect(deleted).toBe(1);
        expect((await namesThere()).sort()).toEqual(['child', last]);
      });

      it('are looked for once by objects that are deleted in one go', async () => {
        const step = await applied(40);
        const approved = await plan(five.bench(), step, 40);
        jest.spyOn(performance, 'now').mockReturnValue(0);
        const { bench, lists } = counting();
        await run(bench, step, 40, approved);
        expect(await namesThere()).toEqual([]);
        expect(lists.length).toBeGreaterThan(10);
        expect([...new Set(lists)].sort()).toEqual([...lists].sort());
      });
    });

    it.each([1, 2])(
      'are asked for when the deletion of %i objects was deferred, as nobody could know them',
      async count => {
        await applied(count);
        const bench = five.bench();
        const approved = await bench.plan(
          deleteAction,
          refs(count),
          refs(count).objects.map(object => ({
            stepId: 'before',
            kind: 'change' as const,
            object,
          })),
        );
        expect(approved.changes.map(({ kind }) => kind)).toEqual(
          Array(count).fill('deferred'),
        );
        await dependOn(nameOf(0), 'child');
        const error = await runToReapproval(
          bench,
          deleteAction,
          refs(count),
          approved,
        );
        expect(error).toMatchObject({
          reason: 'supplementary',
          message: expect.stringContaining(LOST),
          changes: [{ kind: 'delete', irreversible: LOST }],
        });
        expect(await namesThere()).toHaveLength(count + 1);
      },
    );

    it('are no loss of their owner when the same step deletes them before', async () => {
      await applied(3);
      const bench = five.bench();
      await five.adopt([nameOf(2)], nameOf(0));
      await five.adopt([nameOf(2)], nameOf(1));
      await dependOn(nameOf(2), 'child');
      const approved = await bench.plan(deleteAction, refs(3));
      expect(approved.changes.map(({ irreversible }) => irreversible)).toEqual([
        ...Array(2).fill(
          expect.stringMatching(
            /^its owner ConfigMap \S+ cannot be taken back$/,
          ),
        ),
        LOST,
      ]);
      await bench.run(deleteAction, refs(3), approved);
      expect((await bench.journal.records()).map(({ state }) => state)).toEqual(
        Array(3).fill('done'),
      );
    });
  },
);
