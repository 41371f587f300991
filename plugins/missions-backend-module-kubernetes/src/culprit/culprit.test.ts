import { conditionFacts } from './conditionFacts';
import { failedContainer } from './failedContainer';

const ended = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
const pod = (...containerStatuses: object[]) => ({
  kind: 'Pod',
  status: { containerStatuses },
});

describe('failedContainer', () => {
  it.each([
    [
      'a crash that was restarted',
      { state: { running: {} }, lastState: ended, restartCount: 3 },
      { ended: true, restarted: true, text: /^web: OOMKilled, .*restarts: 3$/ },
    ],
    [
      'an end without a restart',
      { state: ended, lastState: {}, restartCount: 0 },
      { ended: true, restarted: false, text: /ended with 137 \(OOMKilled\)$/ },
    ],
    [
      'a container that cannot start',
      { state: { waiting: { reason: 'ErrImagePull' } }, restartCount: 0 },
      { ended: false, restarted: false, text: /^web: ErrImagePull$/ },
    ],
  ])('tells %s', (_title, status, { text, ...expected }) => {
    const found = failedContainer(pod({ name: 'web', ...status }));
    expect(found).toMatchObject({ name: 'web', ...expected });
    expect(found?.text).toMatch(text);
  });

  it('passes over containers that run, start or ended well', () => {
    expect(
      failedContainer(
        pod(
          { name: 'a', ready: true, state: { running: {} }, lastState: ended },
          { name: 'b', state: { waiting: { reason: 'ContainerCreating' } } },
          { name: 'c', state: { terminated: { exitCode: 0 } } },
        ),
      ),
    ).toBeUndefined();
    expect(failedContainer({ kind: 'Deployment', status: {} })).toBeUndefined();
  });
});

describe('conditionFacts', () => {
  it('puts what is wrong last, and bounds number and length', () => {
    const fine = Array.from({ length: 12 }, (_item, index) => ({
      type: `Fine${index}`,
      status: 'True',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    }));
    const facts = conditionFacts({
      status: {
        conditions: [
          { type: 'Ready', status: 'False', message: 'x'.repeat(900) },
          { type: 'ReplicaFailure', status: 'False' },
          ...fine,
        ],
      },
    });
    expect(facts).toHaveLength(10);
    expect(facts.at(-1)).toEqual({
      type: 'Ready',
      status: 'False',
      message: 'x'.repeat(500),
    });
    expect(facts.map(({ type }) => type)).not.toContain('Fine0');
  });

  it('leaves out what is no condition', () => {
    const told = { type: 'Ready', status: 'False' };
    const conditions = [null, 'Ready', {}, { ...told, message: { slice: 1 } }];
    expect(conditionFacts({ status: { conditions } })).toEqual([told]);
    expect(conditionFacts({ status: { conditions: told } })).toEqual([]);
  });
});
