import { MissionError } from '@mission-control/plugin-missions-common';
import { isDefect } from './isDefect';

describe('isDefect', () => {
  it.each<[unknown, boolean]>([
    [new TypeError("Cannot read properties of undefined (reading 'x')"), true],
    [new Error('Run r does not settle'), true],
    [new MissionError('STATE_REFUSED', 'Run r has ended'), false],
    [new Error('Connection terminated unexpectedly'), false],
  ])('says of %s: %s', (error, expected) => {
    expect(isDefect(String(error))).toBe(expected);
  });
});
