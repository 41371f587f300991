import { block, plain } from './markdownText';

describe('plain', () => {
  it.each([
    [' a \n\n  b\t\n', 'a b'],
    ['a  b', 'a  b'],
    [' \n ', ''],
    ['a|b\\', 'a\\|b\\\\'],
  ])('makes %j one line', (text, line) => {
    expect(plain(text)).toBe(line);
  });
});

describe('block', () => {
  it('is fenced by more backticks than any run of the text has', () => {
    const [start, ...rest] = block('', '`a'.repeat(200_000));
    expect(start).toBe('```');
    expect(rest[rest.length - 1]).toBe('```');
    expect(block('', 'a ````\n`')[0]).toBe('`````');
  });
});
