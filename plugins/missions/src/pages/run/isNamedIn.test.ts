import { isNamedIn } from './isNamedIn';

describe('isNamedIn', () => {
  it.each([
    ['dev waits', true],
    ['It ended on dev.', true],
    ['It ended on dev-2', false],
    ['It ended on dev.example.com', false],
    ['It ended on dev-2, not on dev', true],
    ['development', false],
    ['', false],
  ])('finds dev in “%s”: %s', (text, found) => {
    expect(isNamedIn(text, 'dev')).toBe(found);
  });
});
