import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { createRunMissionAction } from './runMission';

const discovery = mockServices.discovery.mock({
  getBaseUrl: async () => 'http://backend/api/missions',
});
const config = mockServices.rootConfig({
  data: { app: { baseUrl: 'https://portal.example.com/' } },
});
const request = {
  missionRef: 'mission-control/install',
  parameters: { namespace: 'web' },
  targets: [{ cluster: 'staging' }],
  wait: false,
  waitMinutes: 1,
};

function setup(answers: { status: number; body: unknown }[]) {
  const fetched = jest.fn(async (_url: unknown, _init?: RequestInit) => {
    const answer = answers.length > 1 ? answers.shift()! : answers[0];
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  });
  const action = createRunMissionAction({
    auth: mockServices.auth(),
    config,
    discovery,
    fetch: fetched as typeof fetch,
    lookMs: 1,
  });
  return { action, fetched };
}

const run = (state: string) => ({
  status: 200,
  body: { id: 'r1', state, outcome: `It ${state}` },
});

describe('missions:run', () => {
  it('starts the run for the person who runs the template', async () => {
    const { action, fetched } = setup([
      { ...run('queued'), status: 201 },
      run('planning'),
    ]);
    const ctx = createMockActionContext({ input: request });
    await action.handler(ctx);
    const [url, init] = fetched.mock.calls[0];
    expect(url).toBe('http://backend/api/missions/runs');
    expect(JSON.parse(String(init?.body))).toMatchObject({
      missionRef: request.missionRef,
      parameters: request.parameters,
      targets: request.targets,
      trigger: { kind: 'template', taskId: ctx.task.id },
    });
    const headers = init?.headers as Record<string, string>;
    expect(headers.idempotencyKey).toMatch(`scaffolder:${ctx.task.id}`);
    expect(headers.Authorization).toMatch(/user:default/);
    expect(ctx.output).toHaveBeenCalledWith('runId', 'r1');
    expect(ctx.output).toHaveBeenCalledWith(
      'url',
      'https://portal.example.com/missions/runs/r1',
    );
    expect(ctx.output).toHaveBeenCalledWith('state', 'planning');
  });

  it('gives each entry of `each` a run of its own', async () => {
    const { action, fetched } = setup([run('queued')]);
    for (const key of ['a', 'b']) {
      const ctx = createMockActionContext({ input: request });
      await action.handler(Object.assign(ctx, { each: { key, value: key } }));
    }
    const keys = fetched.mock.calls
      .map(
        ([, init]) => (init?.headers as Record<string, string>).idempotencyKey,
      )
      .filter(Boolean);
    expect(new Set(keys).size).toBe(2);
  });

  it('waits for the end when it is asked to', async () => {
    const { action } = setup([
      run('queued'),
      run('planning'),
      run('running'),
      run('succeeded'),
    ]);
    const ctx = createMockActionContext({ input: { ...request, wait: true } });
    await action.handler(ctx);
    expect(ctx.output).toHaveBeenCalledWith('state', 'succeeded');
    expect(ctx.output).toHaveBeenCalledWith('outcome', 'It succeeded');
  });

  it('does not wait for people', async () => {
    const { action } = setup([run('queued'), run('awaiting_approval')]);
    const ctx = createMockActionContext({ input: { ...request, wait: true } });
    await action.handler(ctx);
    expect(ctx.output).toHaveBeenCalledWith('state', 'awaiting_approval');
    expect(ctx.output).toHaveBeenCalledWith(
      'summary',
      'The run has planned its changes and waits for approval',
    );
  });

  it('says no more than is true when it does not wait', async () => {
    const { action } = setup([run('queued'), run('planning')]);
    const ctx = createMockActionContext({ input: request });
    await action.handler(ctx);
    expect(ctx.output).toHaveBeenCalledWith(
      'summary',
      'The run has been started and is being planned',
    );
  });

  it.each([
    ['blocked', 'The run is blocked'],
    ['needs_decision', 'A step failed'],
    ['succeeded', 'It succeeded'],
  ])('says what a run that is %s waits for or did', async (state, text) => {
    const { action } = setup([run('queued'), run(state)]);
    const ctx = createMockActionContext({ input: { ...request, wait: true } });
    await action.handler(ctx);
    expect(ctx.output).toHaveBeenCalledWith(
      'summary',
      expect.stringContaining(text),
    );
  });

  it.each([
    ['failed', 'failed'],
    ['inconclusive', 'could not be proved'],
    ['cancelled', 'was cancelled'],
  ])(
    'fails when the awaited run ends %s, and says so in words',
    async (state, words) => {
      const { action } = setup([run('queued'), run(state)]);
      const ctx = createMockActionContext({
        input: { ...request, wait: true },
      });
      await expect(action.handler(ctx)).rejects.toThrow(` ${words}: `);
    },
  );

  it('passes on why a run was refused, and what to do', async () => {
    const { action } = setup([
      {
        status: 409,
        body: {
          error: {
            name: 'MissionError',
            code: 'MISSION_DRAFT',
            message: 'Mission a/b is a draft',
            details: { remedy: 'Set spec.lifecycle.' },
          },
          response: { statusCode: 409 },
        },
      },
    ]);
    const ctx = createMockActionContext({ input: request });
    await expect(action.handler(ctx)).rejects.toThrow(
      'Mission a/b is a draft (MISSION_DRAFT, HTTP 409) Set spec.lifecycle.',
    );
  });

  it.each([200, 502])(
    'tells the page of a proxy from an answer, with status %s too',
    async status => {
      const { action } = setup([{ status, body: '<html>' }]);
      const ctx = createMockActionContext({ input: request });
      await expect(action.handler(ctx)).rejects.toThrow(
        /did not come from Mission Control.*FOREIGN_ANSWER/,
      );
    },
  );

  it('starts nothing in a dry run', async () => {
    const { action, fetched } = setup([run('queued')]);
    const ctx = createMockActionContext({ input: request });
    await action.handler(Object.assign(ctx, { isDryRun: true }));
    expect(fetched).not.toHaveBeenCalled();
    expect(ctx.output).toHaveBeenCalledWith('runId', 'dry-run');
  });
});
