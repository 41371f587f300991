import {
  type ErrorCode,
  MissionError,
  type MissionErrorOptions,
} from '@mission-control/plugin-missions-common';
import { isCertainRefusal } from './status';

const error = (code: ErrorCode, details?: MissionErrorOptions['details']) =>
  new MissionError(code, 'no', { details });

describe('isCertainRefusal', () => {
  it.each([
    ['whoever may not', error('CLUSTER_FORBIDDEN')],
    ['an invalid object', error('KUBERNETES_INVALID')],
    [
      'a webhook that denies because it failed',
      error('KUBERNETES_SERVER_ERROR', { admission: true }),
    ],
    [
      'a webhook that asks to come back',
      error('CLUSTER_THROTTLED', { admission: true }),
    ],
  ])('is certain of %s', (_whom, refusal) => {
    expect(isCertainRefusal(refusal)).toBe(true);
  });

  it.each([
    ['an internal error', error('KUBERNETES_SERVER_ERROR')],
    ['a time-out', error('CLUSTER_TIMEOUT')],
    ['a broken connection', error('CLUSTER_UNREACHABLE')],
    ['what is no answer', new Error('x')],
  ])('is not certain after %s', (_what, failure) => {
    expect(isCertainRefusal(failure)).toBe(false);
  });
});
