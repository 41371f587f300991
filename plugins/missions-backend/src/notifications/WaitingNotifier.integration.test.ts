import { mockServices } from '@backstage/backend-test-utils';
import type { MissionNotification } from '@mission-control/plugin-missions-node';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from '../worker/__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from '../worker/__testUtils__/TestEngine';
import { backstageNotifier } from './backstageNotifier';
import { WaitingNotifier } from './WaitingNotifier';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const GROUP = 'group:default/approvers';

const paint = (from: string[]): TestSpec => ({
  approval: {
    policy: 'required',
    count: 1,
    from,
    notStarter: true,
    expires: '1h',
  },
  steps: [
    {
      id: 'paint',
      action: 'memory:set',
      input: { name: 'house', value: 'blue' },
    },
    { id: 'break', action: 'memory:fail', input: { text: 'No ladder' } },
  ],
  verify: [
    {
      id: 'is-blue',
      check: 'memory:equals',
      input: { name: 'house', value: 'blue' },
    },
  ],
});

describe.each(ids)('WaitingNotifier on %s', id => {
  let engine: TestEngine;
  let notifier: WaitingNotifier;
  const sent: MissionNotification[] = [];
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    sent.length = 0;
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    await engine.worker();
    notifier = WaitingNotifier.create({
      store: engine.store,
      logger,
      notifiers: [
        {
          id: 'broken',
          notify: async () => {
            throw new Error('No network');
          },
        },
        { id: 'memory', notify: async message => void sent.push(message) },
      ],
    });
    notifier.start();
  });

  afterEach(async () => {
    await engine.stop();
    await notifier.stop();
  });

  it('asks those whom the policy names, with a link to the run', async () => {
    const run = await engine.start(paint([GROUP]));
    await engine.until(() => sent.length > 0);
    expect(sent[0]).toMatchObject({
      recipients: [GROUP],
      title: 'Approval needed: A run',
      link: `/missions/runs/${run.id}`,
    });
  });

  it('does not let one notifier that is broken stop the others', async () => {
    await engine.start(paint([GROUP]));
    await engine.until(() => sent.length > 0);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('broken'),
      expect.any(Error),
    );
  });

  it('tells the initiator that a step failed, and nobody an approval for anyone', async () => {
    engine.failing.left = 1;
    const run = await engine.start(paint([]));
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    await engine.until(() => sent.length > 0);
    expect(sent).toEqual([
      expect.objectContaining({
        recipients: ['user:default/operator'],
        severity: 'high',
        title: expect.stringContaining('decide how to go on'),
        description: expect.stringContaining('No ladder'),
      }),
    ]);
  });

  it('tells nobody after it was stopped', async () => {
    await notifier.stop();
    const run = await engine.start(paint([GROUP]));
    await engine.asks(run.id);
    expect(sent).toEqual([]);
  });
});

describe('backstageNotifier', () => {
  it('sends to entities, under one topic', async () => {
    const send = jest.fn(async () => {});
    await backstageNotifier({ send } as never).notify({
      recipients: [GROUP],
      title: 'T',
      description: 'D',
      link: '/l',
      severity: 'normal',
      scope: 's',
    });
    expect(send).toHaveBeenCalledWith({
      recipients: { type: 'entity', entityRef: [GROUP] },
      payload: expect.objectContaining({
        title: 'T',
        link: '/l',
        topic: 'missions',
        scope: 's',
      }),
    });
  });
});
