import { visibleJson, visibleText } from './visibleText';

describe('visibleText', () => {
  it.each([
    [
      'a mark that turns the direction',
      'web\u202egnp.exe',
      'web\\u{202e}gnp.exe',
    ],
    ['an isolate', 'a\u2066b\u2069', 'a\\u{2066}b\\u{2069}'],
    ['a zero width', 'nginx\u200b:1.27', 'nginx\\u{200b}:1.27'],
    ['an escape sequence', '\u001b[2Jgone', '\\u{1b}[2Jgone'],
    ['a null', 'a\u0000b', 'a\\u{0}b'],
    [
      'a carriage return that would overwrite a line',
      'bad\rgood',
      'bad\\u{d}good',
    ],
    ['a separator of lines', 'a\u2028b', 'a\\u{2028}b'],
  ])('writes out %s', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each(['a\tb\nc\r\nd', 'größe 日本 שלום', '👩‍🚀', 'می‌خواهم', ''])(
    'leaves %j as it is',
    text => {
      expect(visibleText(text)).toBe(text);
    },
  );
});

describe('visibleJson', () => {
  it('escapes what cannot be seen, and a program reads the same value', () => {
    const value = {
      'na\u200bme': 'web\u202egnp.exe',
      text: 'a\r\n\tb\u0000\u009b',
    };
    const json = visibleJson(value);
    expect(json).toContain('"na\\u200bme": "web\\u202egnp.exe"');
    expect(json).toContain('\\u009b');
    expect(JSON.parse(json)).toEqual(value);
  });
});
