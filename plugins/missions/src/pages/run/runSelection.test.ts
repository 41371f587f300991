import {
  aRun,
  aStep,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { pathOf, selectStep, selectTarget } from './runSelection';

const words = {
  preflight: 'Preflight',
  proof: 'Proof',
  summary: () => '',
};
const counts = { pass: 1, warn: 0, fail: 0, unknown: 0 };

describe('selectTarget', () => {
  it('follows the address, else the target that needs a person', () => {
    expect(selectTarget(aRun(), 'prod-us')?.id).toBe('prod-us');
    expect(selectTarget(aRun(), 'gone')?.id).toBe('edge-1');
    expect(selectTarget(aRun())?.id).toBe('edge-1');
  });

  it('takes the first when nothing needs a person', () => {
    const targets = [aTarget({ id: 'a', state: 'succeeded' })];
    expect(selectTarget(aRun({ targetsDetail: targets }))?.id).toBe('a');
    expect(selectTarget(aRun({ targetsDetail: [] }))).toBeUndefined();
  });
});

describe('selectStep', () => {
  it('takes the failed before the running before the last that is done', () => {
    const done = aStep({ id: 'done' });
    const running = aStep({
      id: 'running',
      state: 'running',
      finishedAt: undefined,
    });
    const failed = aStep({ id: 'failed', state: 'failed' });
    expect(selectStep([done, running, failed])?.id).toBe('failed');
    expect(selectStep([done, running])?.id).toBe('running');
    expect(selectStep([done, aStep({ id: 'later' })])?.id).toBe('later');
  });

  it('takes the one that was begun last, none that was cancelled before it began', () => {
    const ended = (id: string, startedAt?: Date) =>
      aStep({
        id,
        state: 'cancelled',
        startedAt,
        finishedAt: new Date('2026-03-02T10:00:00Z'),
      });
    const asked = ended('asked', new Date('2026-03-02T09:00:00Z'));
    const before = ended('before', new Date('2026-03-02T08:00:00Z'));
    const never = ended('never');
    expect(selectStep([before, asked, never])?.id).toBe('asked');
    expect(selectStep([asked, before, never])?.id).toBe('asked');
    expect(selectStep([never, ended('neither')])?.id).toBe('never');
  });
});

describe('selectStep where somebody is asked', () => {
  const steps = [
    aStep({ id: 'gate' }),
    aStep({ id: 'asked', state: 'pending', finishedAt: undefined }),
  ];

  it('takes the step that it is about, unless the address says another', () => {
    expect(selectStep(steps, undefined, 'asked')?.id).toBe('asked');
    expect(selectStep(steps, 'gate', 'asked')?.id).toBe('gate');
    expect(selectStep(steps, undefined, 'gone')?.id).toBe('gate');
  });
});

describe('pathOf', () => {
  const stateOf = (target: Parameters<typeof pathOf>[0]) => {
    const path = pathOf(target, words, false);
    return [path[0].state, path[path.length - 1].state];
  };

  it.each([
    ['queued', undefined, 'pending', 'pending'],
    ['preflight', undefined, 'running', 'pending'],
    ['blocked', { ...counts, fail: 1 }, 'failed', 'pending'],
    ['blocked', { ...counts, unknown: 1 }, 'inconclusive', 'pending'],
    ['running', counts, 'succeeded', 'pending'],
    ['verifying', counts, 'succeeded', 'running'],
    ['succeeded', counts, 'succeeded', 'succeeded'],
    ['inconclusive', counts, 'succeeded', 'inconclusive'],
    ['failed', counts, 'succeeded', 'failed'],
  ] as const)(
    'says of a target that is %s with %j: preflight %s, proof %s',
    (state, preflight, before, after) => {
      const target = aTarget({ state, preflight, steps: [aStep()] });
      expect(stateOf(target)).toEqual([before, after]);
    },
  );

  it('says of one that was cancelled before it had steps that its preflight was', () => {
    const target = aTarget({
      state: 'cancelled',
      preflight: undefined,
      steps: [],
    });
    expect(stateOf(target)).toEqual(['cancelled', 'cancelled']);
  });

  it('does not call the proof failed while a step is what failed', () => {
    expect(stateOf(aTarget())).toEqual(['succeeded', 'pending']);
  });

  it('shows no preflight of a target that went on without one', () => {
    const target = aTarget({
      state: 'running',
      preflight: undefined,
      steps: [],
    });
    expect(pathOf(target, words, false).map(({ id }) => id)).toEqual(['proof']);
  });

  it('shows no preflight of one that was cancelled after that', () => {
    const path = pathOf(
      aTarget({ state: 'cancelled', preflight: undefined }),
      words,
      false,
    );
    expect(path.map(({ id }) => id)).not.toContain('preflight');
  });

  it('leaves the proof out of a run that only plans', () => {
    const path = pathOf(aTarget({ steps: [] }), words, true);
    expect(path.map(({ id }) => id)).toEqual(['preflight']);
  });
});
