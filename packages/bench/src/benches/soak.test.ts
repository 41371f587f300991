import { growthOf, type Held } from './soak';

const held = (minute: number, heapMegabytes: number): Held => ({
  minute,
  runs: 0,
  heapMegabytes,
  rssMegabytes: 300,
  handles: 5,
  liveRuns: 0,
});

describe('growthOf', () => {
  it('tells what grows in a minute, without the time in which caches fill', () => {
    const looks = [
      held(0, 10),
      held(1, 80),
      held(2, 82),
      held(3, 84),
      held(4, 86),
      held(5, 88),
    ];
    expect(growthOf(looks)).toEqual({
      heapMegabytes: 2,
      rssMegabytes: 0,
      files: 0,
      handles: 0,
      liveRuns: 0,
    });
  });
});
