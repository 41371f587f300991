import { decideTarget, readEvents, readJournal, readSteps } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const set = (id: string, more: object = {}) => ({
  id,
  action: 'memory:set',
  input: { name: id, value: 'blue' },
  ...more,
});
const isBlue = (name: string) => ({
  id: `is-${name}`,
  check: 'memory:equals',
  input: { name, value: 'blue' },
});

describe.each(ids)('the order of steps on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
  });

  afterEach(async () => {
    await engine.stop();
  });

  const statesOf = async (runId: string) =>
    Object.fromEntries(
      (await readSteps({ tx: engine.store.db, runId })).map(step => [
        step.stepId,
        step.state,
      ]),
    );

  it('lets go what needs nothing while another step waits, and undoes in the order of the journal', async () => {
    const before = one.fingerprint;
    const worker = await engine.worker();
    const run = await engine.start({
      steps: [
        { id: 'ask', action: 'core:approve', input: { message: 'Go on?' } },
        set('house'),
        set('shed', { needs: [] }),
        set('barn', { needs: ['shed'] }),
      ],
      verify: [isBlue('house')],
    });
    await engine.approve(run.id);
    await engine.until(
      async () => (await statesOf(run.id)).barn === 'succeeded',
    );
    await engine.until(() => worker.busy === 0);
    expect(await statesOf(run.id)).toMatchObject({
      ask: 'waiting',
      house: 'pending',
      shed: 'succeeded',
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const journal = await readJournal({ tx: engine.store.db, runId: run.id });
    expect(journal.map(item => item.stepId)).toEqual(['shed', 'barn', 'house']);

    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    const undone = await readJournal({ tx: engine.store.db, runId: undo.id });
    expect(undone.map(item => item.stepId)).toEqual(['house', 'barn', 'shed']);
    expect(one.fingerprint).toBe(before);
  });

  it('goes on as far as it can beside a failed step, then asks; what was skipped by its condition holds nobody', async () => {
    engine.failing.left = 2;
    await engine.worker();
    const run = await engine.start({
      steps: [
        { id: 'try', action: 'memory:fail' },
        set('house', { needs: ['try'] }),
        { id: 'also', action: 'memory:fail', needs: [] },
        set('never', { needs: [], if: 'false' }),
        set('shed', { needs: ['never'] }),
      ],
      verify: [isBlue('shed')],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    expect(await statesOf(run.id)).toEqual({
      try: 'failed',
      house: 'pending',
      also: 'failed',
      never: 'skipped',
      shed: 'succeeded',
    });
    const decide = (
      decision: 'retry' | 'skip',
      more: { stepId?: string; reason?: string } = {},
    ) =>
      engine.store.changeRun(run.id, change =>
        decideTarget({
          change,
          targetId: 'one',
          decision,
          by: run.initiator,
          ...more,
        }),
      );
    await expect(decide('skip', { reason: 'Why not' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: "2 steps failed ('try', 'also'); name the one to skip",
    });
    await expect(decide('retry', { stepId: 'shed' })).rejects.toMatchObject({
      code: 'STATE_REFUSED',
    });
    await decide('skip', { stepId: 'also', reason: 'It does not matter' });
    await engine.reaches(run.id, 'needs_decision');
    expect(await statesOf(run.id)).toMatchObject({
      try: 'failed',
      also: 'overridden',
    });
    await decide('retry');
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
  });

  it('has the runs of a sequence under way at the same time, holding no worker', async () => {
    for (const name of ['house', 'shed']) {
      await engine.mission(`build-${name}`, {
        steps: [set(name)],
        verify: [isBlue(name)],
      });
    }
    const child = (name: string, builds: string, needs?: string[]) => ({
      id: name,
      action: 'mission:run',
      input: {
        mission: `test/build-${builds}`,
        targets: [{ cluster: 'one' }],
      },
      ...(needs && { needs }),
    });
    const worker = await engine.worker();
    const run = await engine.start(
      {
        type: 'sequence',
        steps: [
          child('first', 'house', []),
          child('second', 'shed', []),
          child('last', 'house', ['first', 'second']),
        ],
      },
      { targets: [] },
    );
    await engine.approve(run.id);
    const children = () =>
      engine.store
        .db('runs')
        .where({ parent_run_id: run.id })
        .orderBy('id')
        .select('id', 'parent_step_id');
    await engine.until(async () => (await children()).length === 2);
    const [first, second] = await children();
    await engine.reaches(first.id, 'awaiting_approval');
    await engine.reaches(second.id, 'awaiting_approval');
    await engine.until(() => worker.busy === 0);
    expect(await statesOf(run.id)).toEqual({
      first: 'waiting',
      second: 'waiting',
      last: 'pending',
    });
    // The one that was started last may end first.
    await engine.approve(second.id);
    await engine.until(
      async () => (await statesOf(run.id)).second === 'succeeded',
    );
    expect(await statesOf(run.id)).toMatchObject({
      first: 'waiting',
      last: 'pending',
    });
    await engine.approve(first.id);
    await engine.until(async () => (await children()).length === 3);
    await engine.reaches(run.id, 'succeeded');
  });

  it('takes each on that only the run knows: asks once for all entries, and journals each', async () => {
    one.objects.set('names', { data: ['shed', 'barn'] });
    const before = one.fingerprint;
    await engine.worker();
    const spec: TestSpec = {
      steps: [
        set('house'),
        { id: 'list', action: 'memory:get', input: { name: 'names' } },
        {
          id: 'paint',
          action: 'memory:set',
          each: '${{ steps.list.output.value }}',
          input: { name: '${{ each.value }}', value: 'blue' },
        },
        set('sign', {
          if: "steps.paint.output['shed'].name == 'shed'",
        }),
      ],
      verify: [isBlue('barn')],
    };
    const run = await engine.start(spec);
    await engine.approve(run.id);
    await engine.until(
      async () => (await engine.openApprovals(run.id)).length > 0,
    );
    expect(Object.keys(await statesOf(run.id))).toEqual([
      'house',
      'list',
      'paint[shed]',
      'paint[barn]',
      'sign',
    ]);
    const [delta] = await engine.openApprovals(run.id);
    expect(delta).toMatchObject({ kind: 'supplementary', targetId: 'one' });
    expect(delta.changes?.map(item => [item.stepId, item.object.name])).toEqual(
      [
        ['paint[shed]', 'shed'],
        ['paint[barn]', 'barn'],
      ],
    );
    expect(one.objects.has('shed')).toBe(false);
    await engine.approve(run.id);
    await engine.until(
      async () => (await statesOf(run.id))['paint[barn]'] === 'succeeded',
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const events = await readEvents({ tx: engine.store.db, runId: run.id });
    expect(
      events.filter(event => event.type === 'step.expanded'),
    ).toMatchObject([{ stepId: 'paint', data: { entries: 2 } }]);
    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.fingerprint).toBe(before);
  });

  it('skips an each without entries and fails one that yields something else, both at its turn', async () => {
    one.objects.set('names', { data: [] });
    await engine.worker();
    const spec: TestSpec = {
      steps: [
        set('house'),
        { id: 'list', action: 'memory:get', input: { name: 'names' } },
        {
          id: 'look',
          action: 'memory:get',
          each: '${{ steps.list.output.value }}',
          input: { name: '${{ each.value }}' },
        },
        set('shed'),
      ],
      verify: [isBlue('shed')],
    };
    const run = await engine.start(spec);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const steps = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(steps[2]).toMatchObject({
      stepId: 'look',
      state: 'skipped',
      skipReason: 'There is no entry to run it for',
    });

    one.objects.clear();
    one.objects.set('names', { data: 7 });
    const wrong = await engine.start(spec);
    await engine.approve(wrong.id);
    await engine.reaches(wrong.id, 'needs_decision');
    const [, , failed] = await readSteps({
      tx: engine.store.db,
      runId: wrong.id,
    });
    expect(failed).toMatchObject({
      state: 'failed',
      error: { message: '"each" yields a number, expected a list or a map' },
    });
    one.objects.set('names', { data: ['house'] });
    await engine.store.changeRun(wrong.id, change =>
      decideTarget({
        change,
        targetId: 'one',
        stepId: 'look',
        decision: 'retry',
        by: wrong.initiator,
      }),
    );
    await engine.reaches(wrong.id, 'needs_decision');
  });

  it('refuses entries that hold a secret, because ids of steps are shown', async () => {
    await engine.worker();
    const run = await engine.start(
      {
        parameters: {
          properties: {
            tokens: { type: 'array', items: { type: 'string', secret: true } },
          },
        },
        steps: [
          {
            id: 'paint',
            action: 'memory:set',
            each: '${{ parameters.tokens }}',
            input: { name: '${{ each.value }}', value: 'blue' },
          },
        ],
        verify: [isBlue('house')],
      },
      { secrets: { tokens: ['c4n4ry-value'] } },
    );
    const blocked = await engine.reaches(run.id, 'blocked');
    const text = JSON.stringify([
      blocked,
      await engine.store.db('run_targets'),
    ]);
    expect(text).toContain('hold a secret');
    expect(text).not.toContain('c4n4ry');
  });
});
