import type { OrbitRecord } from '../store/operations/orbitRows';
import { dueSlots } from './dueSlots';
import { startOfSlot } from './schedule';

function orbit(
  nextSlotAt: string | undefined,
  schedule: Partial<OrbitRecord['schedule']> = {},
): OrbitRecord {
  const record: OrbitRecord = {
    id: 'o1',
    missionRef: 'test/look',
    title: 'Look',
    schedule: { cadence: 'hourly', timeZone: 'Etc/UTC', ...schedule },
    targets: [],
    parameters: {},
    owner: 'user:default/jane',
    paused: false,
    createdAt: '2026-11-01T00:00:00.000Z',
    nextSlotAt,
  };
  return {
    ...record,
    nextRunAt:
      nextSlotAt && startOfSlot(record, new Date(nextSlotAt)).toISOString(),
  };
}
const at = (time: string) => new Date(`2026-11-21T${time}:00.000Z`);
const text = (time: string) => at(time).toISOString();

describe('dueSlots', () => {
  it('finds nothing before the slot, and nothing without one', () => {
    expect(dueSlots(orbit(text('09:00')), at('08:59'))).toBeUndefined();
    expect(dueSlots(orbit(undefined), at('09:00'))).toBeUndefined();
  });

  it('finds the slot at its very moment, and the next one', () => {
    expect(dueSlots(orbit(text('09:00')), at('09:00'))).toMatchObject({
      newest: { slotAt: at('09:00') },
      tooLate: false,
      missed: [],
      missedCount: 0,
      next: { slotAt: at('10:00') },
    });
  });

  it('takes the newest after a time away and names those before it', () => {
    const due = dueSlots(orbit(text('05:00')), at('08:40'))!;
    expect(due.newest.slotAt).toEqual(at('08:00'));
    expect(due.tooLate).toBe(false);
    expect(due.missed.map(slot => slot.slotAt)).toEqual([
      at('05:00'),
      at('06:00'),
      at('07:00'),
    ]);
    expect(due.next!.slotAt).toEqual(at('09:00'));
  });

  it('misses the newest, too, when its grace is over', () => {
    const graceSeconds = 1800;
    const daily = { cadence: 'daily', graceSeconds } as const;
    expect(dueSlots(orbit(text('02:00'), daily), at('02:30'))!.tooLate).toBe(
      false,
    );
    expect(dueSlots(orbit(text('02:00'), daily), at('02:31'))!.tooLate).toBe(
      true,
    );
  });

  it('gives a tick its time even where there is no grace', () => {
    const strict = { graceSeconds: 0 };
    expect(dueSlots(orbit(text('09:00'), strict), at('09:01'))!.tooLate).toBe(
      false,
    );
    expect(dueSlots(orbit(text('09:00'), strict), at('09:03'))!.tooLate).toBe(
      true,
    );
  });

  it('waits for the jitter and counts the grace from then', () => {
    const jittered = orbit(text('09:00'), {
      jitterSeconds: 3000,
      graceSeconds: 300,
    });
    const start = Date.parse(jittered.nextRunAt!);
    expect(start).toBeGreaterThan(at('09:00').getTime());
    expect(dueSlots(jittered, new Date(start - 1))).toBeUndefined();
    expect(dueSlots(jittered, new Date(start + 300_000))!.tooLate).toBe(false);
    expect(dueSlots(jittered, new Date(start + 300_001))!.tooLate).toBe(true);
  });

  it('counts what it does not record after a year away', () => {
    const due = dueSlots(
      orbit('2025-11-21T05:00:00.000Z', {
        cron: '*/5 * * * *',
        cadence: undefined,
      }),
      at('05:02'),
    )!;
    expect(due.missedCount).toBe(365 * 288);
    expect(due.missed).toHaveLength(100);
    expect(due.missed[99].slotAt).toEqual(at('04:55'));
    expect(due.newest.slotAt).toEqual(at('05:00'));
  });
});
