import { howItEnded } from './howItEnded';

describe('howItEnded', () => {
  it('names the run by its title and says why', () => {
    expect(
      howItEnded({
        runId: 'r1',
        title: 'Undo: Web',
        state: 'cancelled',
        outcome: 'Cancelled by jane',
      }),
    ).toEqual({
      evidence: {
        asked: "how 'Undo: Web' ended",
        answered: 'Cancelled by jane',
      },
      sentence: "'Undo: Web' was cancelled: Cancelled by jane",
    });
  });

  it('goes without a title and an outcome', () => {
    const run = { runId: 'r1', state: 'succeeded' } as const;
    expect(howItEnded(run).evidence.asked).toBe("how 'run r1' ended");
    expect(howItEnded(run, 'test/build').sentence).toBe(
      "'test/build' succeeded",
    );
  });
});
