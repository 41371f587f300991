import { type Freeze, holdOf, placeOf } from './brakes';
import type { ChangeWindow } from './changeWindows';

const now = new Date('2026-11-23T10:00:00.000Z');
const place = { cluster: 'reef', environments: ['production'] };
const freeze = (change: Partial<Freeze>): Freeze => ({
  id: 'f1',
  scope: 'instance',
  reason: 'Black Friday',
  by: 'user:default/jane',
  at: '2026-11-23T09:00:00.000Z',
  ...change,
});
const nights: ChangeWindow = {
  name: 'Nights',
  timeZone: 'Europe/Berlin',
  allow: [{ kind: 'weekly', days: [1], from: 22 * 3_600_000, to: 86_400_000 }],
  deny: [],
  appliesTo: ({ name, environments }) =>
    name === 'reef' && environments.includes('production'),
};
const holdBy = (
  freezes: readonly Freeze[],
  change: Partial<Parameters<typeof holdOf>[0]> = {},
) =>
  holdOf({ place, freezes, windows: [], passesWindows: false, now, ...change });

describe('holdOf', () => {
  it.each<[string, Partial<Freeze>, boolean]>([
    ['the instance', {}, true],
    ['its environment', { scope: 'environment', name: 'production' }, true],
    ['another environment', { scope: 'environment', name: 'test' }, false],
    ['its cluster', { scope: 'cluster', name: 'reef' }, true],
    ['another cluster', { scope: 'cluster', name: 'lagoon' }, false],
    ['the instance until later', { until: '2026-11-23T10:00:01.000Z' }, true],
    ['the instance until now', { until: '2026-11-23T10:00:00.000Z' }, false],
  ])('answers a freeze of %s', (_, change, held) => {
    expect(holdBy([freeze(change)]) !== undefined).toBe(held);
  });

  it('holds a frozen cluster under another name, and what has its name now', () => {
    const frozen = freeze({ scope: 'cluster', name: 'reef', clusterUid: 'u1' });
    const at = (cluster: string, clusterUid?: string) =>
      holdBy([frozen], { place: { ...place, cluster, clusterUid } })?.freezeId;
    expect(at('atoll', 'u1')).toBe(frozen.id);
    expect(at('reef', 'u2')).toBe(frozen.id);
    expect(at('reef')).toBe(frozen.id);
    expect(at('atoll', 'u2')).toBeUndefined();
    const unasked = freeze({ scope: 'cluster', name: 'reef' });
    const elsewhere = { ...place, cluster: 'atoll' };
    expect(holdBy([unasked], { place: elsewhere })).toBeUndefined();
  });

  it('holds a run without a cluster by the whole instance only', () => {
    const none = { place: placeOf(undefined), windows: [nights] };
    expect(holdBy([freeze({})], none)).toMatchObject({ kind: 'freeze' });
    expect(
      holdBy([freeze({ scope: 'environment', name: 'production' })], none),
    ).toBeUndefined();
  });

  it('counts the environment that a cluster had and the one that it has', () => {
    const moved = placeOf(
      { name: 'reef', environment: 'test' },
      { name: 'reef', environment: 'production' },
    );
    expect(moved).toEqual({
      cluster: 'reef',
      environments: ['test', 'production'],
    });
    const ofNow = freeze({ scope: 'environment', name: 'production' });
    expect(holdBy([ofNow], { place: moved })).toMatchObject({
      kind: 'freeze',
      freezeId: ofNow.id,
    });
  });

  it('says who froze what, since when, until when and why', () => {
    const frozen = freeze({
      scope: 'environment',
      name: 'production',
      until: '2026-11-24T07:30:00.000Z',
    });
    expect(holdBy([frozen])).toEqual({
      kind: 'freeze',
      freezeId: 'f1',
      message:
        "Writes in environment 'production' are frozen by jane since Mon 23 Nov 2026, 09:00 (UTC), until Tue 24 Nov 2026, 07:30 (UTC): Black Friday",
      scope: 'environment',
      name: 'production',
      by: 'user:default/jane',
      reason: 'Black Friday',
      at: '2026-11-23T09:00:00.000Z',
      until: '2026-11-24T07:30:00.000Z',
    });
  });

  it('names the widest of several freezes', () => {
    const all = [
      freeze({ id: 'c', scope: 'cluster', name: 'reef' }),
      freeze({ id: 'e', scope: 'environment', name: 'production' }),
      freeze({ id: 'i' }),
    ];
    expect(holdBy(all)?.freezeId).toBe('i');
    expect(holdBy(all.slice(0, 2))?.freezeId).toBe('e');
  });

  it('says when a window opens, by its own clocks', () => {
    expect(holdBy([], { windows: [nights] })).toEqual({
      kind: 'window',
      message:
        "Outside the change window 'Nights'; it opens Mon 23 Nov 2026, 22:00 (Europe/Berlin)",
      name: 'Nights',
      until: '2026-11-23T21:00:00.000Z',
    });
  });

  it('lets a run pass a window, and never a freeze', () => {
    const passed = { windows: [nights], passesWindows: true };
    expect(holdBy([], passed)).toBeUndefined();
    expect(holdBy([freeze({})], passed)).toMatchObject({ kind: 'freeze' });
  });

  it('does not ask a window that is for other clusters', () => {
    const other = { cluster: 'lagoon', environments: ['production'] };
    expect(holdBy([], { windows: [nights], place: other })).toBeUndefined();
  });
});
