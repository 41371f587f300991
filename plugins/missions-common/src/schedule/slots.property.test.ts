import fc from 'fast-check';
import { numRuns } from '../__testUtils__/numRuns';
import { nextSlot, slotsAfter } from './slots';

const SLOTS = 6;

const schedule = fc.record({
  cron: fc
    .tuple(
      fc.constantFrom('0', '30', '*/15', '5,50'),
      fc.constantFrom('2', '*', '0,23', '1-3'),
      fc.constantFrom('*', '1', '31', '*/10'),
      fc.constantFrom('*', '3', '10,11'),
      fc.constantFrom('*', '1', '0,6'),
    )
    .map(fields => fields.join(' ')),
  timeZone: fc.constantFrom(
    ...['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'],
    ...['Asia/Kathmandu', 'America/Sao_Paulo', 'Pacific/Apia', 'Africa/Cairo'],
  ),
});
const moment = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2030-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('slots', () => {
  it('are the same whenever they are asked for', () => {
    fc.assert(
      fc.property(
        schedule,
        moment,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (when, after, share) => {
          const slots = [];
          for (const slot of slotsAfter(when, after)) {
            slots.push(slot.getTime());
            if (slots.length === SLOTS) {
              break;
            }
          }
          expect(slots).toHaveLength(SLOTS);
          let before = after.getTime();
          for (const slot of slots) {
            expect(slot).toBeGreaterThan(before);
            const between = Math.floor(before + (slot - before) * share);
            expect(nextSlot(when, new Date(between))?.getTime()).toBe(slot);
            before = slot;
          }
        },
      ),
      { numRuns: numRuns(60) },
    );
  });
});
