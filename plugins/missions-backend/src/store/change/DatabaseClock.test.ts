import { DatabaseClock } from './DatabaseClock';

describe('DatabaseClock', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('knows nothing before the database said something', () => {
    expect(new DatabaseClock().now()).toBeUndefined();
  });

  it('counts on from what the database said, whatever the clock of the machine says', () => {
    const clock = new DatabaseClock();
    clock.heard('2020-02-03T04:05:06.000Z');
    jest.setSystemTime(new Date('2031-01-01T00:00:00Z'));
    jest.advanceTimersByTime(1_500);
    expect(clock.now()).toEqual(new Date('2020-02-03T04:05:07.500Z'));
  });

  it('asks again after a while', () => {
    const clock = new DatabaseClock();
    clock.heard('2020-02-03T04:05:06.000Z');
    jest.advanceTimersByTime(10_001);
    expect(clock.now()).toBeUndefined();
  });
});
