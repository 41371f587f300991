import type { RunChange } from '../RunChange';
import type { RunRecord } from '../types';
import { requestPause } from './requestPause';

describe('requestPause', () => {
  const going: Partial<RunRecord> = {
    id: 'r1',
    state: 'running',
    pauseRequested: false,
    cancelRequested: false,
  };
  const ended = { state: 'failed', finishedAt: '2026-01-01' } as const;
  it.each<[boolean, Partial<RunRecord>, string]>([
    [true, { cancelRequested: true }, 'is being cancelled; only a run that'],
    [true, { pauseRequested: true }, 'is paused already'],
    [true, ended, 'failed; only a run that goes on can be paused'],
    [false, ended, 'failed; only a run that goes on can be resumed'],
    [false, {}, 'is not paused, it is running; only a paused run'],
  ])('refuses pause=%s of a run with %j', async (pause, facts, words) => {
    const change = { run: { ...going, ...facts }, patch: {} } as RunChange;
    await expect(
      requestPause({ change, pause, by: 'user:default/jane' }),
    ).rejects.toMatchObject({
      code: 'STATE_REFUSED',
      message: expect.stringContaining(`Run r1 ${words}`),
    });
    expect(change.patch).toEqual({});
  });
});
