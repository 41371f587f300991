import { Deadline } from './callAction';

describe('Deadline', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('ends without progress, and says that there was none', () => {
    const deadline = new Deadline('3s', 'roll-out');
    jest.advanceTimersByTime(3000);
    expect(deadline.signal.reason).toMatchObject({
      code: 'STEP_TIMEOUT',
      message:
        "Step 'roll-out' did not end within its time limit of 3 s without progress, 3 s in all; it told no progress",
    });
  });

  it('moves with progress up to the most, and says what it told last', () => {
    const deadline = new Deadline(
      { base: '3s', extendWhileProgressing: '5s' },
      'roll-out',
    );
    jest.advanceTimersByTime(2500);
    deadline.extend('1 of 3 available');
    jest.advanceTimersByTime(2000);
    expect(deadline.signal.aborted).toBe(false);
    jest.advanceTimersByTime(500);
    expect(deadline.signal.reason).toMatchObject({
      message: expect.stringMatching(
        /; the last that it told, 3 s before: 1 of 3 available$/,
      ),
    });
  });
});
