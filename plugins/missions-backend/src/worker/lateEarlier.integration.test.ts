import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { createSetAction } from './__testUtils__/memoryActions';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('what a late plan takes for earlier on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  /** What the plans of the late step got, in their order. */
  let seen: string[][];

  beforeEach(async () => {
    one = new MemoryCluster('one');
    seen = [];
    engine = await TestEngine.create(await databases.init(id), [one]);
    const set = createSetAction(engine.hooks);
    engine.registry.addActions({
      ...set,
      id: 'memory:set-seen',
      async plan(ctx) {
        seen.push(
          ctx.earlier.map(
            ({ kind, object, stepId }) => `${kind} ${object.name} by ${stepId}`,
          ),
        );
        return set.plan!(ctx);
      },
    });
    await engine.worker();
  });

  afterEach(() => engine.stop());

  const set = (name: string) => ({
    id: name,
    action: 'memory:set',
    input: { name, value: 'blue' },
  });
  /** A step whose input only the run knows, between two that it does not need to know of. */
  const around = (late: NonNullable<TestSpec['steps']>[number]): TestSpec => ({
    steps: [
      set('house'),
      { id: 'look', action: 'memory:get', input: { name: 'names' } },
      late,
      set('sign'),
    ],
    verify: [
      {
        id: 'is-blue',
        check: 'memory:equals',
        input: { name: 'sign', value: 'blue' },
      },
    ],
  });
  /** Approves the plan, and then what the late step asks for. */
  const runToEnd = async (spec: TestSpec) => {
    const run = await engine.start(spec);
    await engine.approve(run.id);
    await engine.until(
      async () => (await engine.openApprovals(run.id)).length > 0,
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
  };

  it('is neither a step that is over nor one that comes later', async () => {
    one.objects.set('names', { data: 'shed' });
    await runToEnd(
      around({
        id: 'late',
        action: 'memory:set-seen',
        input: { name: '${{ steps.look.output.value }}', value: 'blue' },
      }),
    );
    expect(seen[0]).toEqual([]);
  });

  it('are the entries of the same step before each', async () => {
    one.objects.set('names', { data: ['shed', 'barn'] });
    await runToEnd(
      around({
        id: 'late',
        action: 'memory:set-seen',
        each: '${{ steps.look.output.value }}',
        input: { name: '${{ each.value }}', value: 'blue' },
      }),
    );
    expect(seen.slice(0, 2)).toEqual([[], ['create shed by late[shed]']]);
  });
});
