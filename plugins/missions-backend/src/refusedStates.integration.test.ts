import { oneMapMission } from './__testUtils__/oneMapMission';
import { PortalBench } from './__testUtils__/PortalBench';

jest.setTimeout(60_000);

describe('what a run refuses in its state', () => {
  let bench: PortalBench;

  beforeAll(async () => {
    bench = await PortalBench.start({ good: oneMapMission });
  });

  afterAll(async () => {
    await bench?.stop();
  });

  beforeEach(() => {
    bench.server.objects.clear();
    bench.server.forbidden.clear();
  });

  /** Asks for something; what was answered, and whether it left a trace. */
  async function ask(runId: string, verb: string) {
    const before = (await bench.get(`/runs/${runId}/events`)).body.items;
    const { status, body } = await bench.post(`/runs/${runId}/${verb}`, {});
    const after = (await bench.get(`/runs/${runId}/events`)).body.items;
    const { code, message, details } = body.error ?? {};
    const traces = after.length - before.length;
    return { status, code, message, remedy: details?.remedy, traces };
  }
  const refusal = (runId: string, words: string) => ({
    status: 409,
    code: 'STATE_REFUSED',
    message: expect.stringContaining(`Run ${runId} ${words}`),
    remedy: expect.stringMatching(/\w/),
    traces: 0,
  });
  const granted = async (runId: string, verb: string) =>
    (await bench.post(`/runs/${runId}/${verb}`, {})).status === 200;

  it('is pausing twice, looking again while paused, and resuming what is not paused', async () => {
    const runId = await bench.run('good');
    await bench.approval(runId);
    const notPaused = refusal(
      runId,
      'is not paused, it waits for approval; only a paused run can be resumed',
    );
    expect(await ask(runId, 'resume')).toEqual(notPaused);
    expect(await granted(runId, 'pause')).toBe(true);
    expect(await ask(runId, 'pause')).toEqual(
      refusal(runId, 'is paused already'),
    );
    const { body } = await bench.get(`/runs/${runId}`);
    expect(body.allowed).not.toContain('recheck');
    expect(await ask(runId, 'recheck')).toEqual(
      refusal(runId, 'is paused; only a run that goes on can be checked again'),
    );
    expect((await bench.approval(runId)).state).toBe('open');
    expect(await granted(runId, 'resume')).toBe(true);
    expect(await ask(runId, 'resume')).toEqual(notPaused);
    expect(await granted(runId, 'cancel')).toBe(true);
  });

  it('is looking again at what waits for a decision', async () => {
    bench.server.forbidden.add('a');
    const runId = await bench.run('good');
    await bench.decide(await bench.approval(runId));
    const { allowed } = await bench.reaches(runId, 'needs_decision');
    expect(allowed).not.toContain('recheck');
    expect(await ask(runId, 'recheck')).toEqual(
      refusal(runId, 'needs a decision; only blocked or waiting targets'),
    );
    expect(await granted(runId, 'cancel')).toBe(true);
  });

  it('is looking again at targets that are not its own, and at no others than named', async () => {
    const started = await bench.post('/runs', {
      missionRef: 'test/good',
      targets: [{ cluster: 'frozen' }, { cluster: 'fenced' }],
    });
    const runId = started.body.id;
    await bench.reaches(runId, 'blocked');
    const rechecked = async () =>
      (await bench.get(`/runs/${runId}/events`)).body.items.flatMap(
        (event: { type: string; targetId: string }) =>
          event.type === 'target.rechecked' ? [event.targetId] : [],
      );
    const unknown = await bench.post(`/runs/${runId}/recheck`, {
      targets: ['frozen', 'lab'],
    });
    expect([unknown.status, unknown.body.error.code]).toEqual([
      404,
      'NOT_FOUND',
    ]);
    expect(await rechecked()).toEqual([]);
    const { status } = await bench.post(`/runs/${runId}/recheck`, {
      targets: ['fenced', 'fenced'],
    });
    expect([status, await rechecked()]).toEqual([200, ['fenced']]);
    await bench.reaches(runId, 'blocked');
    expect(await granted(runId, 'recheck')).toBe(true);
    expect((await rechecked()).sort()).toEqual(['fenced', 'fenced', 'frozen']);
    expect(await granted(runId, 'cancel')).toBe(true);
  });

  it.each([
    [
      'succeeded',
      'succeeded',
      async (id: string) => bench.decide(await bench.approval(id)),
    ],
    ['was cancelled', 'cancelled', async (id: string) => granted(id, 'cancel')],
  ] as const)('is everything once it %s', async (words, state, end) => {
    const runId = await bench.run('good');
    await end(runId);
    await bench.reaches(runId, state);
    for (const [verb, word] of [
      ['pause', 'paused'],
      ['resume', 'resumed'],
      ['cancel', 'cancelled'],
    ]) {
      expect(await ask(runId, verb)).toEqual(
        refusal(runId, `${words}; only a run that goes on can be ${word}`),
      );
    }
    expect(await ask(runId, 'recheck')).toEqual(
      refusal(runId, `${words}; only blocked or waiting targets`),
    );
  });
});
