import { PortalBench } from './__testUtils__/PortalBench';

jest.setTimeout(60_000);

interface MissionText {
  readonly value?: string;
  readonly lifecycle?: string;
  readonly action?: string;
  readonly extra?: string;
}

/** A mission that writes the config maps `a` and `b`. */
const mission = (name: string, options: MissionText = {}) => {
  const { value = 'one', lifecycle = 'production' } = options;
  const { action = 'test:write', extra = '' } = options;
  return `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: The ${name}, description: Writes two maps. }
spec:
  type: install
  lifecycle: ${lifecycle}
  approval: { policy: required, count: 1, notStarter: true }
  targets: { min: 1 }
  parameters:
    properties:
      suffix: { type: string, default: x }
  steps:
    - id: first
      action: ${action}
      irreversible: It is a test
      input: { name: a, value: '${value}-\${{ parameters.suffix }}'${extra} }
    - id: second
      action: test:write
      irreversible: It is a test
      input: { name: b, value: '${value}' }
  verify:
    - { id: is-there, check: test:value, input: { name: b, value: '${value}' } }
`;
};

describe('what bad input gets', () => {
  let bench: PortalBench;

  beforeAll(async () => {
    bench = await PortalBench.start({
      good: mission('good'),
      malformed: 'apiVersion: [',
      huge: `${mission('huge')}# ${'x'.repeat(1_100_000)}`,
      'unknown-action': mission('unknown-action', { action: 'test:nothing' }),
      'no-reference': mission('no-reference', {
        value: '${{ parameters.nothing }}',
      }),
      draft: mission('draft', {
        lifecycle: 'draft',
        extra: ', chart: { repository: https://charts.example.org, name: web }',
      }),
      changing: mission('changing'),
    });
  });

  afterAll(async () => {
    await bench?.stop();
  });

  beforeEach(() => {
    const { server } = bench;
    server.objects.clear();
    server.writes.length = 0;
    server.forbidden.clear();
    server.expired = false;
  });

  const target = (run: any) => run.targetsDetail[0];
  const problemsOf = async (location: string) => {
    const { body } = await bench.get('/mission-problems');
    return body.items.filter((item: any) =>
      item.location.startsWith(`${location}/`),
    );
  };

  it.each([
    ['malformed', 'MISSION_INVALID', /./],
    ['huge', 'PAYLOAD_TOO_LARGE', /bytes/],
    ['unknown-action', 'ACTION_UNKNOWN', /test:nothing/],
    ['no-reference', 'EXPRESSION_FAILED', /nothing/],
  ])('names what is wrong with a file that is %s', async (...row) => {
    const [name, code, message] = row;
    const [problem] = await problemsOf(name);
    expect(problem).toMatchObject({
      code,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/\w/),
      severity: 'error',
    });
    const { status, body } = await bench.post('/runs', {
      missionRef: `test/${name}`,
      targets: [{ cluster: 'lab' }],
    });
    expect([status, body.error.code]).toEqual([404, 'NOT_FOUND']);
    const shown = await bench.get(`/missions/test/${name}`);
    expect(shown.status).toBe(404);
    const orbit = await bench.post('/orbits', {
      missionRef: `test/${name}`,
      targets: [{ cluster: 'lab' }],
    });
    const fits = await bench.post('/preflight', {
      missionRef: `test/${name}`,
      targets: [{ cluster: 'lab' }],
    });
    expect([orbit.status, fits.status]).toEqual([404, 404]);
    for (const { error } of [body, shown.body, orbit.body, fits.body]) {
      expect(error.message).toContain(`${name}/mission.yaml of source 'test'`);
      expect(error.message).toContain(problem.message);
      expect(error.message).toContain(
        problem.line ? `line ${problem.line}, column ${problem.column}` : ': ',
      );
      expect(error.details.remedy).toBe(problem.remedy);
    }
    const good = await bench.get('/missions/test/good');
    expect(good.status).toBe(200);
  });

  it.each([
    [{ parameters: { suffix: 7 } }, 400, 'PARAMETER_INVALID', /suffix/],
    [{ parameters: { colour: 'red' } }, 400, 'PARAMETER_INVALID', /colour/],
    [{ targets: [{ cluster: 'nowhere' }] }, 404, 'CLUSTER_UNKNOWN', /nowhere/],
    [{ targets: [] }, 400, 'INPUT_INVALID', /at least 1/],
  ])('refuses a run with %j', async (...row) => {
    const [change, status, code, message] = row;
    const before = (await bench.get('/runs')).body.total;
    const answer = await bench.post('/runs', {
      missionRef: 'test/good',
      targets: [{ cluster: 'lab' }],
      ...change,
    });
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.body.error.message).toMatch(message);
    expect(answer.body.error.details.remedy).toMatch(/\w/);
    expect((await bench.get('/runs')).body.total).toBe(before);
  });

  it.each<[string, Record<string, string>, string, string, RegExp]>([
    [
      'is no gzip',
      { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      '{}',
      'INPUT_INVALID',
      /Content-Encoding 'gzip'/,
    ],
    [
      'is no JSON',
      { 'Content-Type': 'application/json' },
      '{"missionRef": }',
      'INPUT_INVALID',
      /Unexpected token '}'/,
    ],
    [
      'is too large',
      { 'Content-Type': 'application/json' },
      `{"reason":"${'x'.repeat(600_000)}"}`,
      'PAYLOAD_TOO_LARGE',
      /larger than 512 KB/,
    ],
    [
      'is a form',
      { 'Content-Type': 'text/plain' },
      'missionRef=a',
      'INPUT_INVALID',
      /'text\/plain'; the API reads application\/json/,
    ],
  ])('refuses a body that %s', async (...row) => {
    const [, headers, bytes, code, message] = row;
    const { status, body } = await bench.postBytes('/runs', headers, bytes);
    expect([status, body.error?.code]).toEqual([
      code === 'PAYLOAD_TOO_LARGE' ? 413 : 400,
      code,
    ]);
    expect(body.error.message).toMatch(message);
    expect(body.error.details.remedy).toMatch(/\w/);
    expect(JSON.stringify(body)).not.toMatch(/ {4}at |node_modules/);
  });

  it.each(['/runs/%E0%A4%A', '/missions/test/%', '/runs?q=%ff'])(
    'refuses the address %s',
    async path => {
      const { status, body } = await bench.get(path);
      expect([status, body.error?.code]).toEqual([400, 'INPUT_INVALID']);
      expect(body.error.message).toMatch(/^The address holds '%/);
      expect(JSON.stringify(body)).not.toMatch(/ {4}at |node_modules/);
    },
  );

  it('refuses to take back an empty list of clusters', async () => {
    const answer = await bench.post('/runs/any/undo', { targets: [] });
    expect([answer.status, answer.body.error.code]).toEqual([
      400,
      'INPUT_INVALID',
    ]);
    expect(answer.body.error.message).toBe(
      "Field 'targets' must NOT have fewer than 1 items",
    );
  });

  it('refuses a cursor that is not one of ours', async () => {
    const { status, body } = await bench.get('/runs?cursor=nonsense');
    expect([status, body.error.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toContain("'cursor'");
  });

  it.each([
    ['/missions?q=%5B(*', 0],
    ["/missions?q=changing')!", 0],
    ['/runs?q=(.*)', 0],
  ])(
    'takes what encodeURIComponent leaves as it is: %s',
    async (path, total) => {
      const { status, body } = await bench.get(path);
      expect([status, body.total]).toEqual([200, total]);
    },
  );

  it('searches a log for a text with brackets', async () => {
    const id = await bench.run('good');
    const { status, body } = await bench.get(`/runs/${id}/logs?q=(.*)[a]`);
    expect([status, body.items]).toEqual([200, []]);
  });

  it('only plans a draft, and names its open points', async () => {
    const shown = (await bench.get('/missions/test/draft')).body;
    expect(shown.openPoints[0].path).toBe('spec.steps[0].input.chart');
    const request = {
      missionRef: 'test/draft',
      targets: [{ cluster: 'lab' }],
    };
    const { status, body } = await bench.post('/runs', request);
    expect([status, body.error.code]).toEqual([409, 'MISSION_DRAFT']);
    expect(body.error.message).toContain('spec.steps[0].input.chart');
    expect(body.error.details.openPoints).toEqual(shown.openPoints);
    const planned = await bench.post('/runs', { ...request, planOnly: true });
    expect(planned.status).toBe(201);
  });

  it('takes no feedback on a run that only planned', async () => {
    const { body } = await bench.post('/runs', {
      missionRef: 'test/good',
      targets: [{ cluster: 'lab' }],
      planOnly: true,
    });
    const ended = await bench.reaches(body.id, 'planned');
    expect(ended.allowed).not.toContain('feedback');
    const path = `/runs/${body.id}/feedback`;
    const answer = await bench.post(path, { value: 'up' });
    expect([answer.status, answer.body.error.code]).toEqual([
      409,
      'STATE_REFUSED',
    ]);
    expect(answer.body.error.message).toContain('only planned');
  });

  it('lets a run go on with the version that it started with', async () => {
    const before = (await bench.get('/missions/test/changing')).body;
    const runId = await bench.run('changing');
    const approval = await bench.approval(runId);
    const two = mission('changing', { value: 'two' });
    await bench.write(
      'changing',
      two.replace(
        'spec:',
        'spec:\n  verification: [{ by: Somebody, role: community, version: 1.2.3, date: 2026-11-21, reference: https://example.com/proof }]',
      ),
    );
    const after = (await bench.get('/missions/test/changing')).body;
    expect(after.verification).toMatchObject([{ by: 'Somebody' }]);
    expect(after.version).not.toBe(before.version);
    const stale = await bench.post('/runs', {
      missionRef: 'test/changing',
      missionVersion: before.version,
      targets: [{ cluster: 'lab' }],
    });
    expect([stale.status, stale.body.error.code]).toEqual([
      409,
      'MISSION_CHANGED',
    ]);
    expect((await bench.decide(approval)).status).toBe(200);
    const done = await bench.reaches(runId, 'succeeded');
    expect(done.missionVersion).toBe(before.version);
    expect(bench.server.objects.get('b')?.data.value).toBe('one');
    const old = await bench.get(
      `/missions/test/changing?version=${before.version}`,
    );
    expect(old.body.content).toBe(before.content);
    // What was proved of the new version is no record of the old one.
    expect(old.body.verification).toBeUndefined();
  });

  it('writes nothing to a cluster that vanished, and goes on when it is back', async () => {
    const runId = await bench.run('good');
    const approval = await bench.approval(runId);
    const all = bench.clusters;
    bench.clusters = [];
    await bench.decide(approval);
    const stuck = await bench.until(async () => {
      const { body } = await bench.get(`/runs/${runId}`);
      return ['blocked', 'needs_decision'].includes(body.state) && body;
    });
    expect(JSON.stringify(stuck)).toContain('lab');
    expect(bench.server.writes).toEqual([]);
    bench.clusters = all;
    await goOn(runId, stuck);
    await bench.reaches(runId, 'succeeded');
    expect(bench.server.writes).toEqual(['a', 'b']);
  });

  it('blocks a run whose credentials expired, and goes on when they are renewed', async () => {
    bench.server.expired = true;
    const runId = await bench.run('good');
    const blocked = await bench.reaches(runId, 'blocked');
    expect(target(blocked).reason).toMatch(/credentials|401/);
    expect(blocked.allowed).toContain('recheck');
    bench.server.expired = false;
    await goOn(runId, blocked);
    await bench.decide(await bench.approval(runId));
    await bench.reaches(runId, 'succeeded');
    expect(bench.server.writes).toEqual(['a', 'b']);
  });

  it('waits for a decision after a 403 in the middle, and repeats nothing', async () => {
    bench.server.forbidden.add('b');
    const runId = await bench.run('good');
    await bench.decide(await bench.approval(runId));
    const stuck = await bench.reaches(runId, 'needs_decision');
    const [first, second] = target(stuck).steps;
    expect(first.state).toBe('succeeded');
    expect(second.error).toMatchObject({
      code: 'CLUSTER_FORBIDDEN',
      message: expect.stringMatching(/update.*configmaps/),
      remedy: expect.stringMatching(/\w/),
    });
    expect(bench.server.writes).toEqual(['a']);
    bench.server.forbidden.clear();
    await goOn(runId, stuck);
    await bench.reaches(runId, 'succeeded');
    expect(bench.server.writes).toEqual(['a', 'b']);
  });

  it('starts one run for the same request twice, also at once', async () => {
    const request = { missionRef: 'test/good', targets: [{ cluster: 'lab' }] };
    const answers = await Promise.all(
      [1, 2, 3].map(() => bench.post('/runs', request, 'jane', 'twice')),
    );
    const ids = new Set(answers.map(({ body }) => body.id));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(ids.size).toBe(1);
    const other = { ...request, planOnly: true };
    const refused = await bench.post('/runs', other, 'jane', 'twice');
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'IDEMPOTENCY_CONFLICT',
    ]);
    const [id] = ids;
    await bench.decide(await bench.approval(id));
    await bench.reaches(id, 'succeeded');
    expect(bench.server.writes).toEqual(['a', 'b']);
  });

  it('counts one of two people who approve at once, and writes once', async () => {
    const runId = await bench.run('good');
    const approval = await bench.approval(runId);
    const own = await bench.decide(approval, 'jane');
    expect([own.status, own.body.error.code]).toEqual([
      403,
      'APPROVAL_NOT_YOURS',
    ]);
    const answers = await Promise.all(
      ['ann', 'bob'].map(user => bench.decide(approval, user)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = answers.find(({ status }) => status === 409)!;
    expect(late.body.error.code).toBe('APPROVAL_CLOSED');
    await bench.reaches(runId, 'succeeded');
    expect(bench.server.writes).toEqual(['a', 'b']);
  });

  it('refuses the approval of an old plan and writes nothing', async () => {
    const runId = await bench.run('good');
    const approval = await bench.approval(runId);
    const old = { ...approval, hash: '0'.repeat(64) };
    const { status, body } = await bench.decide(old);
    expect([status, body.error.code]).toEqual([409, 'PLAN_CHANGED']);
    expect(body.error.details.remedy).toMatch(/new plan/);
    expect((await bench.approval(runId)).id).toBe(approval.id);
    expect(bench.server.writes).toEqual([]);
  });

  it.each([
    ['frozen', 'CLUSTER_READ_ONLY', /writable/, /missions\.clusters/],
    ['fenced', 'NAMESPACE_DENIED', /namespace 'web'/, /allow and deny lists/],
  ])('blocks a write to the cluster %s while planning', async (...row) => {
    const [cluster, code, message, remedy] = row;
    const runId = await bench.run('good', cluster);
    await bench.reaches(runId, 'blocked');
    const plan = (await bench.get(`/runs/${runId}/plan`)).body;
    expect(plan.targets[0].problems[0]).toMatchObject({
      stepId: 'first',
      code,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
    expect(bench.server.writes).toEqual([]);
  });

  /** What a person does when the cause is gone: look again, or try again. */
  async function goOn(runId: string, run: any): Promise<void> {
    const { status } =
      run.state === 'blocked'
        ? await bench.post(`/runs/${runId}/recheck`, {})
        : await bench.post(`/runs/${runId}/decide`, {
            targetId: target(run).id,
            decision: 'retry',
          });
    expect(status).toBe(200);
  }
});
