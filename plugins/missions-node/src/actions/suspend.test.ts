import { suspend, SuspendStep } from './suspend';

describe('suspend', () => {
  it.each([
    { kind: 'time', seconds: 0 },
    { kind: 'time', seconds: 0.5 },
    { kind: 'approval', message: 'Ready?' },
    { kind: 'approval', message: 'Ready?', expiresInSeconds: 86_400 },
    { kind: 'child', runId: 'a-run' },
  ] as const)('ends the call with %j', suspension => {
    expect(() => suspend(suspension)).toThrow(new SuspendStep(suspension));
  });

  it.each([NaN, -1, Infinity, 1e12])('does not wait for %s s', seconds => {
    const because = `A step waits between 0 s and ten years, not ${seconds} s`;
    expect(() => suspend({ kind: 'time', seconds })).toThrow(
      new RangeError(because),
    );
    expect(() =>
      suspend({
        kind: 'approval',
        message: 'Ready?',
        expiresInSeconds: seconds,
      }),
    ).toThrow(new RangeError(because));
  });
});
