import { screen } from '@testing-library/react';
import { renderWidget } from '../../__testUtils__/renderWidget';
import { RelativeTime } from './RelativeTime';

const NOW = new Date('2026-11-21T12:00:00Z');
const wordsOf = (ahead: number, due?: boolean) => {
  const { unmount } = renderWidget(
    <RelativeTime date={new Date(NOW.getTime() + ahead * 1_000)} due={due} />,
  );
  const words = screen.getByText(/./).textContent;
  unmount();
  return words;
};

describe('RelativeTime', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    [180, 'in 3 min', 'in 3 min'],
    [20, 'in 20 s', 'in 20 s'],
    [3, 'just now', 'in a moment'],
    [0, 'just now', 'in a moment'],
    [-12, '12 s ago', 'in a moment'],
    [-240, '4 min ago', '4 min ago'],
  ])(
    'tells what is %s s ahead, and what did not come yet',
    (ahead, relative, due) => {
      expect(wordsOf(ahead)).toBe(relative);
      expect(wordsOf(ahead, true)).toBe(due);
    },
  );
});
