import { MissionError } from '@mission-control/plugin-missions-common';
import type { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { type Faults, FiveObjects } from '../__testUtils__/FiveObjects';
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
        expect(others()).toBeLessThanOrEqual(3 * 40 + groups.size + 5);
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

    it('leave every deletion irreversible where a kind cannot be listed', async () => {
      const step = await applied(2);
      const blind = five.bench({
        beforeRequest: ({ path }) => {
          if (path.endsWith(`${five.namespace}/secrets`)) {
            throw new MissionError('CLUSTER_FORBIDDEN', 'Not for you');
          }
        },
      });
      const plan = await blind.planUndo(applyAction, many(2), step);
      expect(plan.changes.map(({ irreversible }) => irreversible)).toEqual(
        Array(2).fill('dependants could not be seen: secrets cannot be listed'),
      );
    });

    it('are looked for again right before each deletion', async () => {
      await applied(2);
      const step = five.bench();
      const plan = await step.plan(deleteAction, refs(2));
      await dependOn(nameOf(1), 'child');
      await step.run(deleteAction, refs(2), plan);
      const records = await step.journal.records();
      expect(records.map(({ irreversible }) => irreversible)).toEqual([
        undefined,
        'dependants are collected with it: ConfigMap child',
      ]);
    });
  },
);
