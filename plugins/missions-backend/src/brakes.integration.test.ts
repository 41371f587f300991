import { oneMapMission } from './__testUtils__/oneMapMission';
import { PortalBench } from './__testUtils__/PortalBench';

jest.setTimeout(60_000);

const ID = '01900000-0000-7000-8000-000000000000';

describe('freezes by the API', () => {
  let bench: PortalBench;

  beforeAll(async () => {
    bench = await PortalBench.start({ good: oneMapMission });
  });

  afterAll(async () => {
    await bench?.stop();
  });

  it('hold a run, say so everywhere, and let it go on when they are lifted', async () => {
    const frozen = await bench.post('/freezes', {
      scope: 'cluster',
      name: 'lab',
      reason: ' Black Friday ',
    });
    expect([frozen.status, frozen.body]).toEqual([
      201,
      {
        id: expect.any(String),
        scope: 'cluster',
        name: 'lab',
        reason: 'Black Friday',
        by: 'user:default/jane',
        at: expect.any(String),
        mayLift: true,
      },
    ]);
    const { body: brakes } = await bench.get('/brakes');
    expect(brakes).toEqual({
      freezes: [frozen.body],
      windows: [],
      mayFreeze: {
        instance: true,
        environments: ['unknown'],
        clusters: ['fenced', 'frozen', 'lab'],
      },
    });
    const runId = await bench.run('good');
    await bench.decide(await bench.approval(runId));
    const held = await bench.until(async () => {
      const { body } = await bench.get(`/runs/${runId}`);
      return body.held && body;
    });
    const hold = {
      kind: 'freeze',
      message: expect.stringContaining(': Black Friday'),
      since: expect.any(String),
      freezeId: frozen.body.id,
      scope: 'cluster',
      name: 'lab',
      by: 'user:default/jane',
      reason: 'Black Friday',
      at: frozen.body.at,
    };
    expect(held).toMatchObject({ state: 'running', held: hold });
    expect(held.targetsDetail[0]).toMatchObject({
      state: 'running',
      held: hold,
    });
    expect(held.allowed).not.toContain('passWindows');
    const { body: list } = await bench.get('/runs?state=running');
    expect(list.items).toEqual([
      expect.objectContaining({
        held: hold,
        targets: [expect.objectContaining({ id: 'lab', heldBy: 'freeze' })],
      }),
    ]);
    const passed = await bench.post(`/runs/${runId}/pass-windows`, {
      reason: 'I want to',
    });
    expect([passed.status, passed.body.error.code]).toEqual([
      409,
      'STATE_REFUSED',
    ]);
    const lifted = await bench.post(`/freezes/${frozen.body.id}/lift`, {
      reason: 'It is over',
    });
    expect([lifted.status, lifted.body.freezes]).toEqual([200, []]);
    const run = await bench.reaches(runId, 'succeeded');
    expect(run.held).toBeUndefined();
    const again = await bench.post(`/freezes/${frozen.body.id}/lift`, {
      reason: 'It is over',
    });
    expect([again.status, again.body.error.code]).toEqual([
      409,
      'STATE_REFUSED',
    ]);
  });

  it.each([
    ['no reason', { scope: 'instance' }, 400, 'INPUT_INVALID'],
    ['blanks', { scope: 'instance', reason: ' ' }, 400, 'INPUT_INVALID'],
    ['no name', { scope: 'cluster', reason: 'r' }, 400, 'INPUT_INVALID'],
    [
      'a name of the instance',
      { scope: 'instance', name: 'lab', reason: 'r' },
      400,
      'INPUT_INVALID',
    ],
    ['another scope', { scope: 'planet', reason: 'r' }, 400, 'INPUT_INVALID'],
    [
      'another field',
      { scope: 'instance', reason: 'r', for: '2h' },
      400,
      'INPUT_INVALID',
    ],
    [
      'a cluster that nobody knows',
      { scope: 'cluster', name: 'lab2', reason: 'r' },
      404,
      'CLUSTER_UNKNOWN',
    ],
    [
      'an environment without a cluster',
      { scope: 'environment', name: 'prod', reason: 'r' },
      400,
      'INPUT_INVALID',
    ],
    [
      'an end that is past',
      { scope: 'instance', reason: 'r', until: '2020-01-01T00:00:00Z' },
      400,
      'INPUT_INVALID',
    ],
    [
      'an end that is no time',
      { scope: 'instance', reason: 'r', until: 'tomorrow' },
      400,
      'INPUT_INVALID',
    ],
  ])('are refused with %s, and hold nothing', async (_, body, status, code) => {
    const answer = await bench.post('/freezes', body);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect((await bench.get('/brakes')).body.freezes).toEqual([]);
  });

  it('are not there until somebody sets them', async () => {
    const answer = await bench.post(`/freezes/${ID}/lift`, { reason: 'r' });
    expect([answer.status, answer.body.error.code]).toEqual([404, 'NOT_FOUND']);
  });
});
