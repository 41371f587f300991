import {
  MissionsApiError,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { missingParts, type ControlParts } from './controlParts';

const error = new MissionsApiError('no', { status: 500, code: 'X' });
const refresh = async () => {};
const ready = (stale = false): ViewState<unknown> => ({
  kind: 'ready',
  data: [],
  asOf: new Date(),
  stale,
  refresh,
});
const failed: ViewState<unknown> = { kind: 'error', error, retry: refresh };
const denied: ViewState<unknown> = { kind: 'denied', error };
const parts = (change: Partial<ControlParts> = {}): ControlParts => ({
  clusters: [ready()],
  runs: [ready(), ready(), ready()],
  sequences: [ready()],
  upcoming: [ready()],
  queue: [ready()],
  ...change,
});

describe('missingParts', () => {
  it('names nothing while all is answered or on its way', () => {
    expect(missingParts(parts({ queue: [{ kind: 'loading' }] }))).toEqual({
      denied: [],
      unanswered: [],
    });
  });

  it('names once what failed, what is older than the rest, and what is denied', () => {
    expect(
      missingParts(
        parts({
          runs: [ready(), failed, ready(true)],
          upcoming: [ready(true)],
          queue: [denied],
        }),
      ),
    ).toEqual({ denied: ['queue'], unanswered: ['runs', 'upcoming'] });
  });

  it('names no part where nothing is answered any more', () => {
    const old = [ready(true)];
    expect(
      missingParts({
        clusters: old,
        runs: old,
        sequences: [failed],
        upcoming: old,
        queue: old,
      }),
    ).toEqual({ denied: [], unanswered: [] });
  });
});
