import { orbitOutcome, orbitState, type OrbitFacts } from './orbitState';

const slot = new Date('2026-11-21T02:00:00Z');
const after = (minutes: number) => new Date(slot.getTime() + minutes * 60_000);
const base: OrbitFacts = {
  paused: false,
  graceSeconds: 3600,
  nextRunAt: after(24 * 60),
};
const run = (
  state: NonNullable<OrbitFacts['lastRun']>['state'],
  targets = [state],
) => ({ state, slot, targets });

describe('orbitState', () => {
  it.each([
    ['new before its first slot', base, 5, 'new'],
    ['paused whatever else', { ...base, paused: true }, 5, 'paused'],
    [
      'running within the grace',
      { ...base, lastRun: run('running') },
      30,
      'running',
    ],
    [
      'late when a run goes on after the grace',
      { ...base, lastRun: run('running') },
      90,
      'late',
    ],
    [
      'late while a cluster holds up its run',
      {
        ...base,
        lastRun: { ...run('blocked', ['blocked']), heldUp: true },
      },
      1,
      'late',
    ],
    [
      'running while the first look is held up that a person started before any slot',
      {
        ...base,
        lastRun: { ...run('blocked'), slot: after(60), heldUp: true },
      },
      30,
      'running',
    ],
    [
      'late once a slot came during that look',
      {
        ...base,
        lastRun: { ...run('blocked'), slot: after(60), heldUp: true },
      },
      60,
      'late',
    ],
    [
      'running while a look goes on after the last slot',
      {
        ...base,
        lastRun: { ...run('blocked'), slot: undefined, heldUp: true },
      },
      90,
      'running',
    ],
    [
      'up after a run that looked',
      { ...base, lastRun: run('succeeded') },
      90,
      'up',
    ],
    [
      'down after a run that did not look',
      { ...base, lastRun: run('inconclusive') },
      90,
      'down',
    ],
    [
      'up after a run that looked at a part of its only cluster',
      {
        ...base,
        lastRun: {
          ...run('inconclusive'),
          verdict: { findings: 2, assessed: 2, notAssessed: 1 },
        },
      },
      90,
      'up',
    ],
    [
      'not late in the minute of its slot',
      { ...base, nextRunAt: slot },
      1,
      'new',
    ],
    ['late when nothing started', { ...base, nextRunAt: slot }, 10, 'late'],
    [
      'down when no slot will come',
      { ...base, lastRun: run('succeeded'), nextRunAt: undefined },
      5,
      'down',
    ],
    [
      'late when a slot waits for its run',
      { ...base, lastRun: run('succeeded'), waitingSince: slot },
      10,
      'late',
    ],
    ['down when the grace is over', { ...base, nextRunAt: slot }, 61, 'down'],
    [
      'down when its run could not be started',
      { ...base, lastProblem: 'The mission is gone' },
      1,
      'down',
    ],
  ] as [string, OrbitFacts, number, string][])(
    'is %s',
    (_, facts, minutes, expected) => {
      expect(orbitState(facts, after(minutes)).state).toBe(expected);
    },
  );

  it('says since when it is late', () => {
    expect(
      orbitState({ ...base, nextRunAt: slot }, after(10)).lateSince,
    ).toEqual(slot);
  });
});

describe('orbitOutcome', () => {
  it('says nothing about a run that goes on', () => {
    expect(orbitOutcome(run('running'))).toBeUndefined();
  });

  it('looked when every target ended well', () => {
    expect(orbitOutcome(run('succeeded'))).toBe('looked');
  });

  it('looked partly when a target did not', () => {
    expect(
      orbitOutcome(run('inconclusive', ['succeeded', 'inconclusive'])),
    ).toBe('partly');
  });

  it('looked partly when a check could not be assessed', () => {
    expect(
      orbitOutcome({
        ...run('succeeded'),
        verdict: { findings: 0, assessed: 3, notAssessed: 1 },
      }),
    ).toBe('partly');
  });

  it.each([
    ['inconclusive', ['inconclusive']],
    ['failed', ['failed', 'inconclusive']],
    ['cancelled', ['cancelled']],
  ] as const)(
    'looked partly when a check answered, in a run that is %s on %j',
    (state, targets) => {
      expect(
        orbitOutcome({
          state,
          targets,
          verdict: { findings: 2, assessed: 2, notAssessed: 1 },
        }),
      ).toBe('partly');
    },
  );

  it('goes by its targets when nobody counted answers', () => {
    expect(orbitOutcome(run('inconclusive'))).toBe('did_not_look');
    expect(
      orbitOutcome({ ...run('succeeded'), verdict: { findings: 1 } }),
    ).toBe('looked');
  });

  it('did not look when nothing was assessed, even in a run that succeeded', () => {
    expect(
      orbitOutcome({
        ...run('succeeded'),
        verdict: { findings: 0, assessed: 0, notAssessed: 4 },
      }),
    ).toBe('did_not_look');
  });
});
