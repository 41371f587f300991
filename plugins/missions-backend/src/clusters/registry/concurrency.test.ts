import { limitConcurrency } from './concurrency';

describe('limitConcurrency', () => {
  it('never runs more than the limit, and runs all even when some fail', async () => {
    const limit = limitConcurrency(3);
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        limit(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise(resolve => setImmediate(resolve));
          running -= 1;
          if (i % 4 === 0) {
            throw new Error('no');
          }
          return i;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(
      results.filter(result => result.status === 'fulfilled'),
    ).toHaveLength(15);
  });
});
