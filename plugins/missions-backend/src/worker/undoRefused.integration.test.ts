import type { ObjectRef } from '@mission-control/plugin-missions-common';
import { startUndo } from '../services/runs/startUndo';
import { type RunRecord, readPlans } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { paintBlue, startAtRedHouse } from './__testUtils__/house';
import { createSetAction } from './__testUtils__/memoryActions';
import type { MemoryCluster } from './__testUtils__/MemoryCluster';
import type { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const named = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

describe.each(ids)('an undo of which one object is refused on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let run: RunRecord;
  /** What the plan of an undo was told to leave, call by call. */
  let told: (readonly ObjectRef[])[];

  /** Sets values; the plan of its undo is refused for the tree. */
  function refusingTheTree() {
    const action = createSetAction(engine.hooks);
    const { undo } = action;
    return {
      ...action,
      id: 'memory:refused',
      undo: {
        ...undo!,
        plan: async (ctx: Parameters<NonNullable<typeof undo>['plan']>[0]) => {
          told.push(ctx.keepDrift);
          const { changes } = await undo!.plan(ctx);
          return {
            changes: changes.map(change =>
              change.object.name === 'tree'
                ? {
                    ...change,
                    kind: 'conflict' as const,
                    takeOver: false,
                    note: 'The API server refuses it: no trees',
                  }
                : change,
            ),
          };
        },
      },
    };
  }

  beforeEach(async () => {
    told = [];
    ({ engine, one } = await startAtRedHouse(await databases.init(id)));
    engine.registry.addActions(refusingTheTree());
    run = await paintBlue(engine, 'memory:refused');
  });

  afterEach(async () => {
    await engine.stop();
  });

  const undo = (request: Parameters<typeof startUndo>[0]['request'] = {}) =>
    startUndo({
      store: engine.store,
      runId: run.id,
      request,
      initiator: 'user:default/operator',
    });

  it('is planned whole, asks to keep that object, and takes the rest back', async () => {
    const first = await undo();
    await engine.reaches(first.id, 'blocked');
    const [asked] = await readPlans({ tx: engine.store.db, runId: first.id });
    expect(
      asked.changes.map(({ object, kind }) => [object.name, kind]),
    ).toEqual([
      ['tree', 'conflict'],
      ['house', 'change'],
    ]);
    expect(asked.problems).toMatchObject([
      {
        stepId: 'tree',
        message:
          'ConfigMap test/tree cannot be put back: The API server refuses it: no trees',
      },
    ]);
    const second = await undo({ keepDrift: [named('tree')] });
    await engine.approve(second.id);
    await engine.reaches(second.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    expect(one.objects.get('tree')).toEqual({ data: 'blue' });
    const [none, choice] = [told[0], told.at(-1)];
    expect([none, choice]).toEqual([[], [named('tree')]]);
  });
});
