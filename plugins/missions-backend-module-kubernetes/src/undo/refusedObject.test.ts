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

  it.each([
    [true, 'Internal error occurred: failed calling webhook "a.b"', {}],
    [true, 'conversion webhook for acme.dev/v1, Kind=W failed', {}],
    [false, 'etcdserver: request timed out', {}],
    [false, 'the server is currently unable to handle it', { retryable: true }],
    [true, 'denied', { retryable: true, details: { admission: true } }],
  ])('says %s of a server that answers %s %j', (expected, message, options) => {
    const error = new MissionError('KUBERNETES_SERVER_ERROR', message, options);
    expect(isOfOneObject(error)).toBe(expected);
  });
});
