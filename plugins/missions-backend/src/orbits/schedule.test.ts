import { checkSchedule, nextSlotOf, startOfSlot, slotsOf } from './schedule';

const hourly = (id: string, jitterSeconds?: number) => ({
  id,
  schedule: { cadence: 'hourly' as const, timeZone: 'Etc/UTC', jitterSeconds },
});
const slot = new Date('2026-11-21T08:00:00Z');
const laterSeconds = (orbitId: string, jitterSeconds: number, at = slot) =>
  (startOfSlot(hourly(orbitId, jitterSeconds), at).getTime() - at.getTime()) /
  1000;

describe('startOfSlot', () => {
  it('is the slot without a jitter', () => {
    expect(startOfSlot(hourly('o1'), slot)).toBe(slot);
  });

  it('is the same for an orbit and a slot at every look', () => {
    expect(laterSeconds('01K', 3600)).toBe(535);
    expect(laterSeconds('01K', 3600)).toBe(535);
  });

  it('spreads orbits and slots over the jitter, never before and never beyond', () => {
    const later: number[] = [];
    for (let orbit = 0; orbit < 40; orbit++) {
      for (let hour = 0; hour < 25; hour++) {
        const at = new Date(slot.getTime() + hour * 3_600_000);
        later.push(laterSeconds(`orbit-${orbit}`, 600, at));
      }
    }
    expect(later.every(each => each >= 0 && each < 600)).toBe(true);
    expect(later.every(Number.isInteger)).toBe(true);
    for (const quarter of [0, 150, 300, 450]) {
      const inside = later.filter(
        each => each >= quarter && each < quarter + 150,
      );
      expect(inside.length).toBeGreaterThan(200);
    }
  });
});

describe('slotsOf', () => {
  it('gives each slot its start', () => {
    const orbit = hourly('o1', 600);
    const [first, second] = [...take(slotsOf(orbit, slot), 2)];
    expect(first.slotAt.toISOString()).toBe('2026-11-21T09:00:00.000Z');
    expect(first.startsAt).toEqual(startOfSlot(orbit, first.slotAt));
    expect(second.startsAt).toEqual(startOfSlot(orbit, second.slotAt));
    expect(nextSlotOf(orbit, slot)).toEqual(first);
  });

  it('gives none when the schedule cannot be read', () => {
    const broken = { id: 'o1', schedule: { timeZone: 'Etc/UTC' } };
    expect(nextSlotOf(broken, slot)).toBeUndefined();
  });
});

describe('checkSchedule', () => {
  it('names the field and what helps', () => {
    expect(() =>
      checkSchedule({ cron: '* * * * *', timeZone: 'Etc/UTC' }),
    ).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        message: 'schedule.cron: "* * * * *" comes within 1 min',
        remedy: 'Leave at least five minutes between two slots.',
      }),
    );
  });

  it('takes a schedule that is right', () => {
    expect(() =>
      checkSchedule({ cadence: 'weekly', timeZone: 'America/New_York' }),
    ).not.toThrow();
  });
});

function* take<T>(values: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const value of values) {
    if (left-- === 0) {
      return;
    }
    yield value;
  }
}
