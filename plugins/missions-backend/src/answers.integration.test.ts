import { problemOfAnswer } from './__testUtils__/problemOfAnswer';
import { PortalBench } from './__testUtils__/PortalBench';

jest.setTimeout(60_000);

const orbit = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: look, title: Look, description: Looks at two maps. }
spec:
  type: orbit
  lifecycle: production
  targets: { min: 1 }
  checks:
    - { id: value, check: test:value, input: { name: a, value: one } }
    - { id: skipped, if: 'false', check: test:value, input: { name: b, value: one } }
`;

describe('what the API answers about an orbit', () => {
  let bench: PortalBench;
  let orbitId: string;
  let runId: string;

  beforeAll(async () => {
    bench = await PortalBench.start({ look: orbit });
    const created = await bench.post('/orbits', {
      missionRef: 'test/look',
      targets: [{ cluster: 'lab' }],
      schedule: { cadence: 'daily' },
    });
    orbitId = created.body.id;
    runId = (await bench.post(`/orbits/${orbitId}/run`, {})).body.id;
    await bench.reaches(runId, 'succeeded');
  });

  afterAll(async () => {
    await bench?.stop();
  });

  it.each([
    ['orbit', () => `/orbits/${orbitId}`],
    ['list', () => '/orbits'],
    ['findings', () => `/orbits/${orbitId}/findings`],
    ['run', () => `/runs/${runId}`],
    ['evidence', () => `/runs/${runId}/evidence`],
    ['findings of the run', () => `/runs/${runId}/findings`],
    ['events', () => `/runs/${runId}/events`],
    ['cluster list', () => '/clusters'],
    ['mission', () => '/missions/test/look'],
    ['actions', () => '/actions'],
  ])('is as openapi.yaml describes it: %s', async (_name, path) => {
    const { status, body } = await bench.get(path());
    expect(status).toBe(200);
    expect(await problemOfAnswer(path(), body)).toBeUndefined();
  });

  it('says when the evidence of a finding was read', async () => {
    const { body } = await bench.get(`/orbits/${orbitId}/findings`);
    expect(body.items).toEqual([
      expect.objectContaining({
        check: 'value',
        status: 'new',
        evidence: [
          { asked: 'GET a', answered: null, at: expect.stringMatching(/Z$/) },
        ],
      }),
    ]);
  });

  it('is refused by the validator when a part that must be there is not', async () => {
    const path = `/orbits/${orbitId}/findings`;
    const { body } = await bench.get(path);
    delete body.items[0].evidence[0].at;
    expect(await problemOfAnswer(path, body)).toMatch(/evidence\/0.*'at'/);
  });
});
