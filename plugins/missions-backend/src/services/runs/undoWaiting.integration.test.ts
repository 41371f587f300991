import type { DecideRequest } from '@mission-control/plugin-missions-common';
import {
  readEvents,
  readRun,
  readTargets,
  requestCancel,
  type RunRecord,
} from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { userCredentials } from '../../__testUtils__/credentials';
import { onlyUser } from '../../__testUtils__/onlyUser';
import { houseIsBlue, paintHouse } from '../../worker/__testUtils__/house';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { DefaultRunService } from './DefaultRunService';
import type { RunCreator } from './RunCreator';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';
const credentials = userCredentials(OPERATOR);
const WAITING = 'needs_decision,needs_decision';

describe.each(ids)(
  'the undo of clusters that wait for a decision on %s',
  id => {
    let engine: TestEngine;
    let service: DefaultRunService;
    let run: RunRecord;

    const states = async () =>
      (await readTargets({ tx: engine.store.db, runIds: [run.id] })).map(
        ({ state }) => state,
      );

    beforeEach(async () => {
      const clusters = ['one', 'two'].map(name => new MemoryCluster(name));
      engine = await TestEngine.create(await databases.init(id), clusters);
      await engine.worker();
      service = DefaultRunService.create({
        store: engine.store,
        creator: {} as RunCreator,
        users: onlyUser(OPERATOR),
      });
      engine.failing.left = 2;
      run = await engine.start({
        steps: [paintHouse, { id: 'try', action: 'memory:fail' }],
        verify: [houseIsBlue],
      });
      await engine.approve(run.id);
      await engine.until(async () => (await states()).join() === WAITING);
    });

    afterEach(() => engine.stop());

    const undo = (targets?: string[], mayDecide = true, idempotencyKey = 'k') =>
      service.undo({
        credentials,
        runId: run.id,
        request: { targets, reason: 'Wrong image' },
        idempotencyKey,
        mayDecide,
      });
    const decide = (targetId: string, decision: DecideRequest['decision']) =>
      service.decide({
        credentials,
        runId: run.id,
        request: { targetId, decision },
      });
    const decisions = async () =>
      (await readEvents({ tx: engine.store.db, runId: run.id }))
        .filter(({ type }) => type === 'target.decided')
        .map(({ targetId, by, data }) => [targetId, by, data.decision]);

    it('is one run for all that are named, and decides about them', async () => {
      const started = await undo(['one', 'two']);
      expect(started).toMatchObject({ undoOf: run.id, reason: 'Wrong image' });
      expect(started.targets.map(target => target.id)).toEqual(['one', 'two']);
      await engine.reaches(run.id, 'failed');
      expect(await decisions()).toEqual([
        ['one', OPERATOR, 'undo'],
        ['two', OPERATOR, 'undo'],
      ]);
      await engine.approve(started.id);
      await engine.reaches(started.id, 'succeeded');
      expect(engine.clusters.map(({ objects }) => objects.size)).toEqual([
        0, 0,
      ]);
      expect((await undo(['one', 'two'])).id).toBe(started.id);
      expect(await decisions()).toHaveLength(2);
    });

    it.each([
      ['an undo of two', () => undo(['two'], true, 'other')],
      ['a decision', () => decide('two', 'undo')],
    ])(
      'leaves the decision open when it is refused: %s',
      async (_what, second) => {
        const first = await decide('one', 'undo');
        expect(first.targets.map(target => target.id)).toEqual(['one']);
        await expect(second()).rejects.toMatchObject({
          code: 'UNDO_REFUSED',
          message: expect.stringContaining(`by run ${first.id} on one alone`),
        });
        expect(await states()).toEqual(['failed', 'needs_decision']);
        await engine.approve(first.id);
        await engine.reaches(first.id, 'succeeded');
        const next = await second();
        expect(next.targets.map(target => target.id)).toEqual(['two']);
        expect(await states()).toEqual(['failed', 'failed']);
      },
    );

    it.each([
      ['without the right to decide', () => undo(['one', 'two'], false)],
      ['unless they are named', () => undo()],
    ])('is refused %s', async (_what, asked) => {
      await expect(asked()).rejects.toMatchObject({
        code: 'UNDO_REFUSED',
        message: expect.stringContaining("Target 'one'"),
        remedy: expect.stringContaining('Decide about it first'),
      });
      expect((await states()).join()).toBe(WAITING);
      expect(await decisions()).toEqual([]);
    });

    it('takes what ended and what waits together', async () => {
      await decide('one', 'close');
      const started = await undo(['one', 'two']);
      expect(started.targets.map(target => target.id)).toEqual(['one', 'two']);
      expect(await decisions()).toEqual([
        ['one', OPERATOR, 'close'],
        ['two', OPERATOR, 'undo'],
      ]);
    });

    it('is refused where nothing waits, and where a step goes on', async () => {
      await decide('one', 'close');
      await expect(decide('one', 'undo')).rejects.toMatchObject({
        code: 'STATE_REFUSED',
        message: "Target 'one' failed, so 'undo' cannot be decided",
      });
      await expect(undo(['one', 'gone'])).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      expect(await states()).toEqual(['failed', 'needs_decision']);
    });

    it('offers no second undo while one goes on', async () => {
      const offers = async () =>
        (await service.get({ credentials, runId: run.id })).allowed;
      await decide('one', 'close');
      expect(await offers()).toContain('undo');
      const started = await undo(['one']);
      await engine.asks(started.id);
      expect(await offers()).not.toContain('undo');
      await engine.store.changeRun(started.id, change =>
        requestCancel({ change, by: OPERATOR }),
      );
      await engine.reaches(started.id, 'cancelled');
      expect(await offers()).toContain('undo');
      expect(
        await readRun({ tx: engine.store.db, runId: run.id }),
      ).toMatchObject({ finishedAt: undefined });
    });
  },
);
