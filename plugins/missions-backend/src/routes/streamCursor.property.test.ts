import { isMissionError } from '@mission-control/plugin-missions-common';
import fc from 'fast-check';
import { numRuns } from '../__testUtils__/numRuns';
import { readCursor, writeCursor } from './streamCursor';

const cursorOf = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** What an integer of the database holds. */
const isNumber = (value: number) =>
  Number.isInteger(value) && value >= 0 && value < 2 ** 31;

function isPositionOrRefused(cursor: string): boolean {
  try {
    const { event, logs } = readCursor(cursor);
    return isNumber(event) && [...logs.values()].every(isNumber);
  } catch (error) {
    return isMissionError(error) && error.code === 'INPUT_INVALID';
  }
}

describe('the cursor of a stream', () => {
  it('is the position that was written', () => {
    const position = fc.record({
      event: fc.nat(),
      logs: fc
        .array(fc.tuple(fc.string(), fc.nat()))
        .map(logs => new Map(logs)),
    });
    fc.assert(
      fc.property(position, value => {
        expect(readCursor(writeCursor(value))).toEqual(value);
      }),
      { numRuns: numRuns(200) },
    );
  });

  it('is a position or refused as input, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.jsonValue().map(cursorOf),
      fc.tuple(fc.jsonValue(), fc.jsonValue()).map(cursorOf),
    );
    fc.assert(
      fc.property(text, cursor => {
        expect(isPositionOrRefused(cursor)).toBe(true);
      }),
      {
        numRuns: numRuns(500),
        examples: [
          [cursorOf([9_007_199_254_740_992, []])],
          [cursorOf([-1, []])],
        ],
      },
    );
  });
});
