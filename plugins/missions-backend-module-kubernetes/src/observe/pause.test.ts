import { pause } from './pause';

describe('pause', () => {
  it('lets the engine wait where it offers to', async () => {
    const asked: number[] = [];
    await pause(
      {
        signal: new AbortController().signal,
        pause: async milliseconds => {
          asked.push(milliseconds);
        },
      },
      60_000,
    );
    expect(asked).toEqual([60_000]);
  });

  it('waits by itself elsewhere, and no longer than its signal', async () => {
    const { signal } = new AbortController();
    const begun = performance.now();
    await pause({ signal }, 50);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(45);
    await expect(
      pause({ signal: AbortSignal.abort() }, 60_000),
    ).rejects.toThrow('aborted');
  });
});
