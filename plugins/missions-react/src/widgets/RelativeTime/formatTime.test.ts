import { formatClock, formatMinute } from './formatTime';

describe('formatMinute', () => {
  it('tells the same clock as the history does, without its seconds', () => {
    const evening = new Date(2026, 10, 21, 18, 5, 9);
    expect(formatClock(evening)).toBe('18:05:09');
    expect(formatMinute(evening)).toBe('18:05');
  });
});
