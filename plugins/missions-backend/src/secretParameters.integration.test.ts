import { PortalBench } from './__testUtils__/PortalBench';

jest.setTimeout(60_000);

const token = 'hunter2-hunter2';
const url = `https://jane:${token}@example.org`;

const mission = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: write, title: Write, description: Writes a map. }
spec:
  type: install
  lifecycle: production
  targets: { min: 1 }
  parameters:
    properties:
      token: { type: string, secret: true }
      url: { type: string }
  steps:
    - id: first
      if: parameters.token != null
      action: test:write
      irreversible: It is a test
      input: { name: a, value: '\${{ parameters.url }}' }
  verify:
    - { id: is-there, check: test:value, input: { name: a, value: '\${{ parameters.url }}' } }
`;

describe('a parameter that repeats a secret one', () => {
  let bench: PortalBench;

  beforeAll(async () => {
    bench = await PortalBench.start({ write: mission });
  });

  afterAll(async () => {
    await bench?.stop();
  });

  it('is written as it is and shown nowhere', async () => {
    const created = await bench.post('/runs', {
      missionRef: 'test/write',
      targets: [{ cluster: 'lab' }],
      title: `Write ${token}`,
      reason: `The token is ${token}`,
      parameters: { token, url },
    });
    expect(created.body).toMatchObject({
      title: 'Write ***',
      reason: 'The token is ***',
      parameters: { token: '***', url: 'https://jane:***@example.org' },
    });
    const { id } = created.body;
    await bench.decide(await bench.approval(id));
    await bench.reaches(id, 'succeeded');
    expect(JSON.stringify([...bench.server.objects])).toContain(url);
    const parts = ['', '/plan', '/events', '/evidence', '/journal', '/logs'];
    const paths = ['/runs', ...parts.map(part => `/runs/${id}${part}`)];
    for (const path of paths) {
      const { status, text } = await bench.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toContain(token);
    }
  });
});

describe('a secret parameter', () => {
  let bench: PortalBench;

  beforeAll(async () => {
    bench = await PortalBench.start({ write: mission });
  });

  afterAll(async () => {
    await bench?.stop();
  });

  const start = (key: string, parameters: object) =>
    bench.post(
      '/runs',
      { missionRef: 'test/write', targets: [{ cluster: 'lab' }], parameters },
      'jane',
      key,
    );

  it.each([
    ['another one', { token: 'another-one', url: 'https://example.org' }],
    ['another one inside', { token, url: `https://${token}.example.org` }],
    ['none', { url: 'https://example.org' }],
    ['no valid one', { token: 7, url: 'https://example.org' }],
  ])('is part of the request that a key repeats: %s', async (what, other) => {
    const key = `key of ${what}`;
    const mine = { token, url: 'https://example.org' };
    const { status, body } = await start(key, mine);
    expect(status).toBe(201);
    expect((await start(key, { ...mine })).body.id).toBe(body.id);
    const refused = await start(key, other);
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'IDEMPOTENCY_CONFLICT',
    ]);
    expect(refused.text).not.toContain(token);
  });

  it('tells requests of one key apart that came at once', async () => {
    const answers = await Promise.all(
      ['one-one-one', 'two-two-two'].map(value =>
        start('at once', { token: value }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});
