import fc from 'fast-check';
import { type WaveTarget, assignWaves, releaseWaves } from './waves';

describe('assignWaves', () => {
  it.each([
    [3, undefined, [0, 0, 0]],
    [4, [{ canary: 1 }, { percent: 100 }], [0, 1, 1, 1]],
    [5, [{ percent: 50 }, { percent: 50 }], [0, 0, 0, 1, 1]],
    [2, [{ count: 5 }], [0, 0]],
    [1, [{ canary: 1 }, { percent: 100 }], [0]],
    [0, [{ canary: 1 }], []],
  ])('puts %i targets with %j into %j', (count, waves, expected) => {
    expect(assignWaves(Array(count).fill(undefined), waves)).toEqual(expected);
  });

  it('puts what has a place of its own first or last, without counting it', () => {
    expect(
      assignWaves(
        [undefined, 'first', undefined, 'last', undefined],
        [{ canary: 1 }, { count: 1 }, { percent: 100 }],
      ),
    ).toEqual([0, 0, 1, 2, 2]);
  });

  it('gives every target one wave, in order', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.array(
          fc.oneof(
            fc.record({ canary: fc.integer({ min: 1, max: 20 }) }),
            fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
          ),
          { minLength: 1, maxLength: 5 },
        ),
        (count, waves) => {
          const assigned = assignWaves(Array(count).fill(undefined), waves);
          expect(assigned).toHaveLength(count);
          expect(assigned).toEqual([...assigned].sort((a, b) => a - b));
        },
      ),
    );
  });
});

describe('releaseWaves', () => {
  const target = (
    targetId: string,
    wave: number,
    state: WaveTarget['state'],
    released = true,
  ): WaveTarget => ({ targetId, wave, state, released });
  const next = target('b', 1, 'running', false);

  it.each([
    ['running', false],
    ['verifying', false],
    ['paused', false],
    ['awaiting_approval', false],
    ['succeeded', true],
    ['failed', true],
    ['needs_decision', true],
    ['cancelled', true],
  ] as const)('behind a canary with proof that is %s: %s', (state, goes) => {
    const waves = [{ canary: 1, verify: true }, { percent: 100 }];
    expect(releaseWaves([target('a', 0, state), next], waves)).toEqual(
      goes ? ['b'] : [],
    );
  });

  it('does not wait for the proof where the wave does not ask for it', () => {
    const waves = [{ canary: 1 }, { percent: 100 }];
    expect(releaseWaves([target('a', 0, 'verifying'), next], waves)).toEqual([
      'b',
    ]);
  });

  it('neither holds nor counts one that waits for others or they for it', () => {
    const waves = [{ percent: 100, parallel: 1 }];
    const hub = { ...target('hub', 0, 'running', false), apart: true };
    const b = target('b', 0, 'running', false);
    const c = target('c', 0, 'running', false);
    expect(releaseWaves([b, c, hub], waves)).toEqual(['hub', 'b']);
    expect(releaseWaves([b, { ...hub, released: true }, c], waves)).toEqual([
      'b',
    ]);
  });

  it('keeps no more under way than the wave allows', () => {
    const waves = [{ percent: 100, parallel: 2 }];
    const targets = [
      target('a', 0, 'running'),
      target('b', 0, 'running', false),
      target('c', 0, 'running', false),
    ];
    expect(releaseWaves(targets, waves)).toEqual(['b']);
  });
});
