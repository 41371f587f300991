import {
  exitCodeOf,
  failingPod,
  hasStarted,
  oldestFirst,
  podsOfJob,
  terminations,
} from './jobPods';

const SIDECAR = { name: 'a-proxy', state: { running: {} } };
const ended = (exitCode: number) => ({
  terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' },
});
const pod = (name: string, second: number, state: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'shop',
    creationTimestamp: `2026-01-01T00:00:0${second}Z`,
  },
  status: { containerStatuses: [SIDECAR, { name: 'main', state }] },
});
/** The list of the API is by name, not by age. */
const pods = oldestFirst([
  pod('step-a', 3, ended(0)),
  pod('step-b', 1, ended(1)),
  pod('step-c', 2, ended(2)),
]);

describe('pods of a Job', () => {
  it('are those that it made, whatever labels others have', async () => {
    const owned = (name: string, uid: string) => ({
      metadata: { name, ownerReferences: [{ uid }] },
    });
    const items = [
      owned('step-a', 'of-job'),
      owned('step-b', 'of-another'),
      { metadata: { name: 'step-c' } },
    ];
    const list = jest.fn(async () => ({ items }));
    const found = await podsOfJob(
      { cluster: { list }, input: { namespace: 'shop' } } as any,
      { metadata: { name: 'step', uid: 'of-job' } },
    );
    expect(found).toEqual([items[0]]);
  });

  it('are in the order in which they were made', () => {
    expect(pods.map(({ metadata }) => metadata?.name)).toEqual([
      'step-b',
      'step-c',
      'step-a',
    ]);
  });

  it('give the exit code of the newest', () => {
    expect(exitCodeOf(pods)).toBe(0);
    expect(exitCodeOf(pods.slice(0, 2))).toBe(2);
    expect(exitCodeOf([])).toBeNull();
  });

  it('tell how the program failed, oldest first', () => {
    expect(terminations(pods)).toEqual([
      'step-b ended with 1 (Error)',
      'step-c ended with 2 (Error)',
    ]);
  });

  it('have the newest that failed as the culprit', () => {
    expect(failingPod(pods)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: 'shop',
      name: 'step-c',
    });
  });

  it('have not started while only a sidecar runs', () => {
    const waiting = { waiting: { reason: 'PodInitializing' } };
    expect(hasStarted(pod('step-a', 1, waiting))).toBe(false);
    expect(hasStarted(pod('step-a', 1, { running: {} }))).toBe(true);
    expect(hasStarted(pod('step-a', 1, ended(0)))).toBe(true);
  });
});
