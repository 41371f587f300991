import {
  readEvents,
  readJournal,
  readRun,
  readSteps,
  requestCancel,
} from '../../store';
import { finishChange } from '../../store/finishChange';
import { RunChange } from '../../store/RunChange';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { onlyUser } from '../../__testUtils__/onlyUser';
import { userCredentials } from '../../__testUtils__/credentials';
import { houseIsBlue, paintHouse } from '../../worker/__testUtils__/house';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import { TestEngine } from '../../worker/__testUtils__/TestEngine';
import type { UserResolver } from '../AskingUser';
import { DefaultRunService } from './DefaultRunService';
import type { RunCreator } from './RunCreator';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';
const credentials = userCredentials(OPERATOR);

describe.each(ids)('cancelling a sequence on %s', id => {
  let engine: TestEngine;
  let parentId: string;

  beforeEach(async () => {
    const one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
    await engine.worker();
    const child = { steps: [paintHouse], verify: [houseIsBlue] };
    await engine.mission('child', child);
    const input = { mission: 'test/child', targets: [{ cluster: 'one' }] };
    const steps = [{ id: 'first', action: 'mission:run', input }];
    const sequence = { type: 'sequence', steps } as const;
    parentId = (await engine.start(sequence, { targets: [] })).id;
    await engine.asks(parentId);
  });

  afterEach(() => engine.stop());

  const children = (): Promise<string[]> =>
    engine.store.db('runs').where({ parent_run_id: parentId }).pluck('id');

  it('cancels the run that a step starts at that moment', async () => {
    const user = onlyUser(OPERATOR);
    let asked = false;
    const users: UserResolver = {
      // Asked before the cancellation: meanwhile the step begins.
      async resolve(who) {
        if (!asked) {
          asked = true;
          await engine.approve(parentId);
          await engine.until(async () => (await children()).length > 0);
        }
        return user.resolve(who);
      },
    };
    const { store } = engine;
    const creator = {} as RunCreator;
    const service = DefaultRunService.create({ store, creator, users });
    await service.cancel({ credentials, runId: parentId });
    await engine.reaches(parentId, 'cancelled');
    const [childId] = await children();
    const child = await readRun({ tx: store.db, runId: childId });
    expect(child?.cancelRequested).toBe(true);
    await engine.reaches(childId, 'cancelled');
  });

  it('cancels what it started, also when who cancelled it died before that', async () => {
    const { store } = engine;
    await engine.approve(parentId);
    await engine.until(async () => (await children()).length > 0);
    const [childId] = await children();
    await engine.asks(childId);
    await engine.halt();
    await store.changeRun(parentId, change =>
      requestCancel({ change, by: 'user:default/ann', reason: 'Too late' }),
    );
    await engine.worker();
    await engine.reaches(childId, 'cancelled');
    const events = await readEvents({ tx: store.db, runId: childId });
    expect(
      events.filter(({ type }) => type === 'run.cancelRequested'),
    ).toMatchObject([{ by: 'user:default/ann', message: 'Too late' }]);
    await engine.reaches(parentId, 'cancelled');
  });

  const cancel = {
    'in this process': () =>
      engine.store.changeRun(parentId, change =>
        requestCancel({ change, by: OPERATOR }),
      ),
    // Whose worker hears of it with its next heartbeat only.
    'in another replica': () =>
      engine.store.transaction(async tx => {
        const { store } = engine;
        const change = (await RunChange.begin(tx, store.dialect, parentId))!;
        await requestCancel({ change, by: OPERATOR });
        await finishChange(change, store);
      }),
  };

  it.each(['in this process', 'in another replica'] as const)(
    'lets a step start no run that was cancelled %s when it was about to',
    async where => {
      engine.hooks.beforeChildStart = async () => {
        await cancel[where]();
      };
      await engine.approve(parentId);
      await engine.reaches(parentId, 'cancelled');
      const of = {
        tx: engine.store.db,
        runId: parentId,
        targetId: '-',
      };
      // The step ends first, and the target only then.
      expect(await readSteps(of)).toMatchObject([{ state: 'cancelled' }]);
      const journal = await readJournal(of);
      expect(journal).toMatchObject([{ state: 'failed' }]);
      expect(await children()).toEqual([]);
    },
  );
});
