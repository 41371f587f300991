import { options } from './__testUtils__/missionFixture';
import { parseMission } from './parseMission';

const orbit = (schedule: string) => `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata:
  name: look
  title: Look
  description: Looks.
spec:
  type: orbit
  lifecycle: production
  targets: { min: 1 }
  checks:
    - id: pods
      check: kubernetes:ready
      input: {}
  schedule: ${schedule}
`;

describe('the schedule of a mission', () => {
  it('is what an orbit keeps', () => {
    const { mission, problems } = parseMission(
      orbit(
        '{ cron: 30 4 L * *, grace: 2h, jitter: 1h, overlap: queue, history: 100 }',
      ),
      options,
    );
    expect(problems).toEqual([]);
    expect(mission!.spec.schedule).toEqual({
      cron: '30 4 L * *',
      timeZone: 'Etc/UTC',
      grace: '2h',
      jitter: '1h',
      overlap: 'queue',
      history: 100,
    });
  });

  it.each([
    [
      '{ cadence: daily, timeZone: Mars/Olympus }',
      'timeZone',
      '"Mars/Olympus" is not a time zone',
    ],
    ['{ cron: H 2 * * * }', 'cron', '"H" is not understood'],
    ['{ cron: "* * * * *" }', 'cron', 'comes within 1 min'],
    ['{ cadence: hourly, jitter: 1h }', 'jitter', 'reaches the next slot'],
    ['{ cadence: hourly, overlap: allow }', 'overlap', 'skip, queue'],
    ['{ cadence: hourly, history: 1001 }', 'history', '1000'],
  ])('is refused as %s', (schedule, field, message) => {
    const { problems } = parseMission(orbit(schedule), options);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'MISSION_INVALID',
        path: `spec.schedule.${field}`,
        line: 15,
        message: expect.stringContaining(message),
        remedy: expect.stringMatching(/\.$/),
      }),
    ]);
  });
});
