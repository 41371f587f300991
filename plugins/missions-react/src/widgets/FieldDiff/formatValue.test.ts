import { formatValue } from './formatValue';

describe('formatValue', () => {
  it.each<[unknown, string]>([
    [undefined, ''],
    ['', '""'],
    ['web', 'web'],
    [{ a: [1] }, '{\n  "a": [\n    1\n  ]\n}'],
    ['nginx\u200b:1', 'nginx\\u{200b}:1'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['a\\u{202e}b', 'a\\\\u{202e}b'],
    [{ image: 'a\\u{202e}b' }, '{\n  "image": "a\\\\u{202e}b"\n}'],
    [{ image: 'a\u202eb' }, '{\n  "image": "a\\u{202e}b"\n}'],
  ])('writes %j as %j', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });
});
