import createKnex, { type Knex } from 'knex';
import type { Mark } from '../world/countMarks';
import type { World } from '../world/World';
import { truths } from './truths';

const mark: Mark = {
  runId: 'r',
  targetId: 't',
  stepId: 'mark',
  key: 'k',
  fence: 1,
};
const map = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'n' },
};

describe('the truths of a chaos', () => {
  let knex: Knex;
  let marks: Mark[];
  let objects: object[];

  /** The one run of a world in which all is as it has to be. */
  beforeEach(async () => {
    knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
    });
    for (const [table, columns] of Object.entries({
      runs: ['id', 'idempotency_key', 'state', 'undo_of', 'event_seq'],
      run_targets: ['run_id', 'target_id', 'state'],
      run_steps: ['run_id', 'target_id', 'step_id', 'state', 'action'],
      run_events: ['run_id', 'target_id', 'step_id', 'type', 'seq'],
    })) {
      await knex.schema.createTable(table, builder => {
        for (const column of columns) {
          builder.specificType(column, column.endsWith('seq') ? 'int' : 'text');
        }
      });
    }
    const step = { run_id: 'r', target_id: 't', step_id: 'mark' };
    await knex('runs').insert({
      id: 'r',
      idempotency_key: 'key',
      state: 'succeeded',
      event_seq: 1,
    });
    await knex('run_steps').insert({
      ...step,
      state: 'succeeded',
      action: 'chaos:mark',
    });
    await knex('run_events').insert({
      ...step,
      type: 'step.succeeded',
      seq: 1,
    });
    marks = [mark];
    objects = [map];
  });

  afterEach(() => knex.destroy());

  async function problems(): Promise<string[]> {
    const world = {
      database: { truth: () => knex },
      marks: { seen: marks },
      fleet: { names: ['amber'], objects: async () => objects },
    } as unknown as World;
    const expected = {
      started: new Map([['key', 'r']]),
      before: new Map([['amber', [map]]]),
    };
    const found = [];
    for (const [name, truth] of Object.entries(truths)) {
      for (const problem of await truth(world, expected)) {
        found.push(`${name}: ${problem}`);
      }
    }
    return found;
  }

  it('are told of none where all is as it has to be', async () => {
    expect(await problems()).toEqual([]);
  });

  it('are told of none where a part of a plan waits for a blocked one', async () => {
    const target = { run_id: 'r', target_id: 't', state: 'awaiting_approval' };
    await knex('run_targets').insert(target);
    expect(await problems()).toHaveLength(1);
    const blocked = { ...target, target_id: 'other', state: 'blocked' };
    await knex('run_targets').insert(blocked);
    expect(await problems()).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a run that nobody was answered',
      () => knex('runs').insert({ id: 'other', state: 'failed' }),
      'oneRunPerRequest: Nobody was answered run other',
    ],
    [
      'an answer without a run',
      () => knex('runs').update({ id: 'q' }),
      'oneRunPerRequest: Run r was answered and is not there',
    ],
    [
      'a run that does not end',
      () =>
        knex('run_targets').insert({
          run_id: 'r',
          target_id: 't',
          state: 'running',
        }),
      'endedOrWaits: Run r on t is still running',
    ],
    [
      'a result that was committed twice',
      () =>
        knex('run_events').insert({
          run_id: 'r',
          target_id: 't',
          step_id: 'mark',
          type: 'step.succeeded',
          seq: 2,
        }),
      'committedOnce: Step r t mark is succeeded and succeeded 2 times',
    ],
    [
      'a result that was never committed',
      () => knex('run_events').update({ type: 'step.failed' }),
      'committedOnce: Step r t mark is succeeded and succeeded 0 times',
    ],
    [
      'an event that is missing',
      () => knex('run_events').update({ seq: 2 }),
      'eventsWithoutGaps: Run r has events with gaps',
    ],
    [
      'two keys of one step',
      () => marks.push({ ...mark, key: 'other' }),
      'oneKey: Step r t mark had the keys k,other',
    ],
    [
      'one key of two steps',
      () => marks.push({ ...mark, stepId: 'other' }),
      'oneKey: The key k is of r t mark,r t other',
    ],
    [
      'a step without its effect',
      () => marks.pop(),
      'oneKey: Step r t mark succeeded and did nothing',
    ],
    [
      'an object that is left',
      () => objects.push({ ...map, metadata: { name: 'b', namespace: 'n' } }),
      'undone: Cluster amber: ConfigMap n/b is added',
    ],
  ])('are told of %s', async (_what, breakIt, problem) => {
    await breakIt();
    expect(await problems()).toContain(problem);
  });
});
