import { begun, configMap, TruthBench } from './__testUtils__/TruthBench';

describe('the truths of a chaos', () => {
  let bench: TruthBench;

  /** The one run of a world in which all is as it has to be. */
  beforeEach(async () => {
    bench = await TruthBench.create();
  });

  afterEach(() => bench.knex.destroy());

  it('are told of none where all is as it has to be', async () => {
    expect(await bench.problems()).toEqual([]);
  });

  it('are told of none where a part of a plan waits for a blocked one', async () => {
    const waits = begun().slice(0, 3);
    await bench.happened(
      ...waits,
      {
        ...{ type: 'step.running', step: 'mark' },
      },
      { type: 'step.succeeded', step: 'mark' },
    );
    await bench.target('t', 'awaiting_approval', { reason: 'Waits' });
    expect(await bench.problems()).toEqual([
      'endedOrWaits: Run r on t is still awaiting_approval',
    ]);
    await bench.target('other', 'blocked');
    expect(await bench.problems()).not.toContainEqual(
      expect.stringContaining('endedOrWaits'),
    );
  });

  it.each<[string, (world: TruthBench) => unknown, string]>([
    [
      'a run that nobody was answered',
      ({ knex }) => knex('runs').insert({ id: 'other', state: 'failed' }),
      'oneRunPerRequest: Nobody was answered run other',
    ],
    [
      'an answer without a run',
      ({ knex }) => knex('runs').update({ id: 'q' }),
      'oneRunPerRequest: Run r was answered and is not there',
    ],
    [
      'a run that does not end',
      world => world.target('t', 'running'),
      'endedOrWaits: Run r on t is still running',
    ],
    [
      'a result that was committed twice',
      ({ knex }) =>
        knex('run_events').insert({
          ...{ run_id: 'r', target_id: 't', step_id: 'mark' },
          ...{ type: 'step.succeeded', seq: 99, data_json: '{}' },
        }),
      'committedOnce: Step r t mark is succeeded and succeeded 2 times',
    ],
    [
      'a result that was never committed',
      ({ knex }) =>
        knex('run_events')
          .where({ type: 'step.succeeded' })
          .update({ type: 'step.failed' }),
      'committedOnce: Step r t mark is succeeded and succeeded 0 times',
    ],
    [
      'an event that is missing',
      ({ knex }) => knex('run_events').where({ seq: 2 }).delete(),
      'eventsWithoutGaps: Run r has events with gaps',
    ],
    [
      'two keys of one step',
      ({ marks }) => marks.push({ ...marks[0], key: 'other' }),
      'oneKey: Step r t mark had the keys k,other',
    ],
    [
      'one key of two steps',
      ({ marks }) => marks.push({ ...marks[0], stepId: 'other' }),
      'oneKey: The key k is of r t mark,r t other',
    ],
    [
      'a step without its effect',
      ({ marks }) => marks.pop(),
      'oneKey: Step r t mark succeeded and did nothing',
    ],
    [
      'an object that is left',
      ({ objects }) => objects.push(configMap('b')),
      'undone: Cluster amber: ConfigMap n/b is added',
    ],
    [
      'a run that revived',
      world =>
        world.happened(
          ...begun(),
          ...[
            'cancelling',
            'cancelled',
            'running',
            'verifying',
            'succeeded',
          ].map(state => ({ type: `target.${state}` })),
        ),
      'lawfulHistory: Run r on t came from cancelled to running',
    ],
    [
      'a state that nothing led to',
      world => world.target('t', 'failed'),
      'lawfulHistory: Run r on t is failed, and by its history succeeded',
    ],
    [
      'a result without a start',
      world =>
        world.happened(
          { type: 'step.running', step: 'mark' },
          { type: 'step.failed', step: 'mark' },
          { type: 'step.succeeded', step: 'mark' },
        ),
      'oneResultPerStart: Step r t mark has a result that nobody started',
    ],
    [
      'a start of what was cancelled',
      world =>
        world.happened(
          { type: 'target.cancelling' },
          { type: 'step.running', step: 'mark' },
        ),
      'oneResultPerStart: Step r t mark was started after it was cancelled',
    ],
    [
      'a cancelled run that went on to its end',
      world =>
        world.happened(
          ...begun(),
          { type: 'run.cancelRequested' },
          { type: 'target.verifying' },
          { type: 'target.succeeded' },
        ),
      'cancelledStays: Run r was cancelled, and is succeeded on t',
    ],
    [
      'a skip without a reason',
      ({ knex }) => knex('run_steps').update({ state: 'overridden' }),
      'skipIsNotGreen: Step r t mark was skipped without a reason',
    ],
    [
      'a skip that the end does not tell',
      ({ knex }) => knex('run_steps').update({ state: 'overridden' }),
      'skipIsNotGreen: Step r t mark was skipped, and its run says: Well',
    ],
    [
      'one that waits and nobody knows why',
      world => world.target('t', 'blocked'),
      'heldWithReason: Run r on t is blocked, and nothing says why',
    ],
    [
      'one that waits for an approval that nobody is asked for',
      world => world.target('t', 'awaiting_approval'),
      'heldWithReason: Run r on t is awaiting_approval, and nothing says why',
    ],
    [
      'one that has ended and is held',
      world => world.target('t', 'succeeded', { lease_owner: 'w' }),
      'heldWithReason: Run r on t is succeeded, and w holds it',
    ],
    [
      'a wave before its time',
      async world => {
        await world.target('other', 'running', { wave: 1 });
        await world.happened(
          ...[...begun(), ...begun('other')],
          { type: 'target.released' },
          { type: 'target.released', target: 'other' },
        );
      },
      'wavesKeepBounds: Run r let other go before the wave before was over',
    ],
    [
      'a wave of too many',
      async world => {
        await world.target('t', 'running', { wave: 1 });
        await world.target('b', 'running', { wave: 1 });
        await world.target('c', 'running', { wave: 1 });
        await world.happened(
          ...[...begun(), ...begun('b'), ...begun('c')],
          ...['t', 'b', 'c'].map(target => ({
            ...{ type: 'target.released', target },
          })),
        );
      },
      'wavesKeepBounds: Run r let c go beside 2 others',
    ],
    [
      'a budget that was overspent',
      async world => {
        await world.target('b', 'running');
        await world.target('c', 'running');
        await world.happened(
          ...[...begun(), ...begun('b'), ...begun('c')],
          ...['t', 'b'].flatMap(target => [
            { type: 'target.released', target },
            { type: 'target.needs_decision', target },
          ]),
          { type: 'target.released', target: 'c' },
        );
      },
      'wavesKeepBounds: Run r let c go after 2 had failed',
    ],
    [
      'a time before the one before',
      world =>
        world.happened(
          { type: 'target.preflight', at: 30_000 },
          { type: 'target.planning', at: 0 },
        ),
      'timesInOrder: Run r went 30000 ms back in time at event 2',
    ],
    [
      'a wait that was too short',
      async world => {
        await world.knex('run_steps').update({ action: 'core:sleep' });
        await world.happened(
          { type: 'step.running', step: 'mark', at: 0 },
          { type: 'step.succeeded', step: 'mark', at: 900 },
        );
      },
      'waitsLast: Step r t mark waited 900 ms',
    ],
  ])('are told of %s', async (_what, breakIt, problem) => {
    await breakIt(bench);
    expect(await bench.problems()).toContain(problem);
  });
});
