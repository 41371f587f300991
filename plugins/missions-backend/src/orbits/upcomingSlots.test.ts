import type { OrbitRecord } from '../store/operations/orbitRows';
import { upcomingSlots } from './upcomingSlots';

const now = new Date('2026-11-21T08:30:00Z');
const until = new Date('2026-11-21T12:00:00Z');

function orbit(change: Partial<OrbitRecord>): OrbitRecord {
  return {
    id: 'o1',
    missionRef: 'test/look',
    title: 'Every hour',
    schedule: { cadence: 'hourly', timeZone: 'Europe/Berlin' },
    targets: [{ cluster: 'one' }, { cluster: 'two' }],
    parameters: {},
    owner: 'user:default/jane',
    paused: false,
    createdAt: '2026-11-01T00:00:00.000Z',
    nextSlotAt: '2026-11-21T09:00:00.000Z',
    ...change,
  };
}
const times = (orbits: OrbitRecord[], limit = 100) =>
  upcomingSlots(orbits, { now, until, limit, waiting: [] }).map(
    ({ orbitId, startsAt, late }) =>
      `${orbitId} ${startsAt.toISOString().slice(11, 16)}${
        late ? ' late' : ''
      }`,
  );

describe('upcomingSlots', () => {
  it('gives the slots of all orbits by time, the last moment included', () => {
    const other = orbit({
      id: 'o2',
      schedule: { cron: '30 */2 * * *', timeZone: 'Etc/UTC' },
      nextSlotAt: '2026-11-21T10:30:00.000Z',
    });
    expect(times([other, orbit({})])).toEqual([
      'o1 09:00',
      'o1 10:00',
      'o2 10:30',
      'o1 11:00',
      'o1 12:00',
    ]);
  });

  it('says where and for whom', () => {
    const [slot] = upcomingSlots([orbit({})], {
      now,
      until,
      limit: 1,
      waiting: [],
    });
    expect(slot).toMatchObject({
      missionRef: 'test/look',
      title: 'Every hour',
      timeZone: 'Europe/Berlin',
      clusters: ['one', 'two'],
      owner: 'user:default/jane',
    });
  });

  it('puts the slot that did not start first, and goes on with those to come', () => {
    expect(times([orbit({ nextSlotAt: '2026-11-21T05:00:00.000Z' })])).toEqual([
      'o1 05:00 late',
      'o1 09:00',
      'o1 10:00',
      'o1 11:00',
      'o1 12:00',
    ]);
  });

  it('does not call a slot late that the next tick starts', () => {
    expect(times([orbit({ nextSlotAt: '2026-11-21T08:29:00.000Z' })])[0]).toBe(
      'o1 08:29',
    );
  });

  it('starts later by the jitter, the last slot too', () => {
    const schedule = {
      cadence: 'hourly' as const,
      timeZone: 'Etc/UTC',
      jitterSeconds: 1800,
    };
    const slots = upcomingSlots([orbit({ schedule })], {
      now,
      until,
      limit: 100,
      waiting: [],
    });
    expect(slots.map(slot => slot.slotAt.getUTCHours())).toEqual([9, 10, 11]);
    for (const { slotAt, startsAt } of slots) {
      const laterMs = startsAt.getTime() - slotAt.getTime();
      expect(laterMs).toBeGreaterThanOrEqual(0);
      expect(laterMs).toBeLessThan(1800_000);
    }
  });

  it('finds the slot before now that starts after it', () => {
    const schedule = {
      cadence: 'hourly' as const,
      timeZone: 'Etc/UTC',
      jitterSeconds: 3599,
    };
    const overdue = orbit({ schedule, nextSlotAt: '2026-11-21T05:00:00.000Z' });
    const eight = new Date('2026-11-21T08:00:00.000Z');
    const [, second] = upcomingSlots([overdue], {
      now: eight,
      until,
      limit: 100,
      waiting: [],
    });
    expect(second.startsAt.getTime()).toBeGreaterThan(eight.getTime());
    expect(second.slotAt.toISOString()).toBe('2026-11-21T08:00:00.000Z');
  });

  it('shows the slot that waits and for which run', () => {
    const slotAt = '2026-11-21T08:00:00.000Z';
    const [first, second] = upcomingSlots([orbit({})], {
      now,
      until,
      limit: 100,
      waiting: [
        { orbitId: 'o1', slotAt, startsAt: slotAt, runId: 'r1' },
        { orbitId: 'gone', slotAt, startsAt: slotAt, runId: 'r2' },
      ],
    });
    expect([first.slotAt, first.waitsForRunId]).toEqual([
      new Date(slotAt),
      'r1',
    ]);
    expect(second.waitsForRunId).toBeUndefined();
  });

  it('leaves paused orbits out', () => {
    expect(times([orbit({ paused: true })])).toEqual([]);
  });

  it('gives the soonest when there are more', () => {
    const other = orbit({ id: 'o2', nextSlotAt: '2026-11-21T09:00:00.000Z' });
    expect(times([other, orbit({})], 3)).toEqual([
      'o1 09:00',
      'o2 09:00',
      'o1 10:00',
    ]);
  });

  it('gives no more than asked for of ten thousand orbits', () => {
    const many = Array.from({ length: 10_000 }, (_, at) =>
      orbit({ id: `o${at}`, title: `Orbit ${at % 7}` }),
    );
    expect(times(many, 501)).toHaveLength(501);
  });
});
