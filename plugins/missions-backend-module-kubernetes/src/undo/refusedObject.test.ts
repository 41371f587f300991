import { MissionError } from '@mission-control/plugin-missions-common';
import { isOfOneObject } from './refusedObject';

describe('isOfOneObject', () => {
  it.each([
    [true, 'a webhook that asks to come back', { admission: true }],
    [false, 'a cluster that asks to slow down', {}],
  ])('says %s of %s', (expected, _who, details) => {
    const error = new MissionError('CLUSTER_THROTTLED', 'later', { details });
    expect(isOfOneObject(error)).toBe(expected);
  });
});
