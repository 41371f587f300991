import { Sealer } from '../../sealing';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import type { RunRecord } from '../types';
import { Store } from '../Store';
import type { NewLogLine } from './appendLogs';
import { savePlannedSteps } from './savePlan';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const line = (text: string): NewLogLine => ({
  level: 'info',
  text,
  at: '2026-11-23T00:00:00.000Z',
});
const look = {
  stepId: 'look',
  sourceId: 'look',
  name: 'look',
  action: 'core:noop',
  effect: 'read',
  state: 'succeeded',
} as const;

describe.each(ids)('lines of reads that ran while planning, on %s', id => {
  let store: Store;
  let run: RunRecord;

  const plan = (texts: readonly string[], isFirst = false) =>
    store.changeRun(run.id, change =>
      savePlannedSteps({
        change,
        targetId: 'one',
        steps: texts.length > 0 ? [look] : [],
        lines: new Map([[look.stepId, texts.map(line)]]),
        isFirst,
      }),
    );
  const kept = async () =>
    (await store.db('run_logs').orderBy('seq')).map(
      ({ seq, text }) => `${seq} ${text}`,
    );

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer(),
    });
    run = await insertRun(store);
  });

  afterEach(async () => {
    await store.close();
  });

  it('go with the plan, are counted by their step, and told', async () => {
    const told: string[] = [];
    store.feed.subscribe(message => {
      told.push(message.kind === 'log' ? message.line.text : message.kind);
    });
    await plan(['one', 'two'], true);
    expect(await kept()).toEqual(['1 one', '2 two']);
    expect(await store.db('run_steps').pluck('log_seq')).toEqual([2]);
    expect(told).toEqual(['one', 'two']);
  });

  it('are counted behind those of earlier plans, also when one between had no steps', async () => {
    await plan(['one', 'two'], true);
    await plan([]);
    await plan(['three']);
    expect(await kept()).toEqual(['1 one', '2 two', '3 three']);
    expect(await store.db('run_steps').pluck('log_seq')).toEqual([3]);
  });
});
