import { stepNeeds } from '@mission-control/plugin-missions-common';
import { stepOrder, strictOrder } from './stepOrder';

const steps = [
  { id: 'a', action: 'x:y' },
  { id: 'b', action: 'x:y', each: ['1', '2'] },
  { id: 'c', action: 'x:y', each: ['1', '2'], needs: ['a'] },
  { id: 'd', action: 'x:y', needs: ['b', 'c'] },
  { id: 'e', action: 'x:y', needs: [] },
];
const planned = [
  ['a', 'a'],
  ['b[1]', 'b'],
  ['b[2]', 'b'],
  ['c[1]', 'c'],
  ['c[2]', 'c'],
  ['d', 'd'],
  ['e', 'e'],
].map(([stepId, sourceId]) => ({ stepId, sourceId }));

describe('stepOrder', () => {
  it('holds entries one after the other, unless the step says what it needs', () => {
    expect(
      Object.fromEntries(
        stepOrder(planned, steps, stepNeeds(steps, undefined)),
      ),
    ).toEqual({
      a: [],
      'b[1]': ['a'],
      'b[2]': ['b[1]'],
      'c[1]': ['a'],
      'c[2]': ['a'],
      d: ['b[1]', 'b[2]', 'c[1]', 'c[2]'],
      e: [],
    });
  });
});

describe('strictOrder', () => {
  it('holds each step behind the one before it', () => {
    expect(Object.fromEntries(strictOrder(planned.slice(0, 3)))).toEqual({
      a: [],
      'b[1]': ['a'],
      'b[2]': ['b[1]'],
    });
  });
});
