import { isUnseen } from './unseen';
import { visibleJson, visibleText, visibleValue } from './visibleText';

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
    ['tags', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['a vowel separator', 'a\u180eb', 'a\\u{180e}b'],
    ['a filler of Hangul', 'a\u3164b', 'a\\u{3164}b'],
    ['its halves', '\u115f\u1160\uffa0', '\\u{115f}\\u{1160}\\u{ffa0}'],
    ['an empty cell of Braille', 'a\u2800b', 'a\\u{2800}b'],
    ['a joiner of graphemes', 'a\u034fb', 'a\\u{34f}b'],
    ['anchors of annotations', 'a\ufff9b', 'a\\u{fff9}b'],
    ['half of a pair', 'a\ud800b', 'a\\u{d800}b'],
    ['a variation of a letter', 'a\ufe0fb', 'a\\u{fe0f}b'],
    ['a variation of a digit alone', '1\ufe0f', '1\\u{fe0f}'],
    ['a second variation', '❤\ufe0f\ufe0f', '❤\ufe0f\\u{fe0f}'],
    ['a variation from the supplement', '😀\u{e0101}', '😀\\u{e0101}'],
    ['a joiner of Latin letters', 'ng\u200dinx', 'ng\\u{200d}inx'],
    ['what keeps Latin letters apart', 'ng\u200cinx', 'ng\\u{200c}inx'],
    ['a joiner after a mark of Latin', 'e\u0301\u200de', 'e\u0301\\u{200d}e'],
    ['a joiner at an end', '👩\u200d', '👩\\u{200d}'],
    ['two joiners', 'می\u200c\u200cخ', 'می\\u{200c}\\u{200c}خ'],
  ])('writes out %s', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown);
    expect(visibleText(shown)).toBe(shown);
  });

  it.each([
    'a\tb\nc\r\nd',
    'größe 日本 שלום 한국',
    'a\u00a0b\u3000c',
    '👩‍🚀',
    '👩🏽\u200d🚀 🏳️\u200d🌈 ❤️\u200d🔥',
    '1\ufe0f\u20e3 ☎\ufe0e',
    'می‌خواهم',
    'क्\u200dष ශ්\u200dරී',
    'x\\u{202e}y',
    '',
  ])('leaves %j as it is', text => {
    expect(visibleText(text)).toBe(text);
  });
});

describe('visibleValue', () => {
  it('tells a hidden character from the text that it is written out as', () => {
    expect(visibleValue('x\u202ey')).toBe('x\\u{202e}y');
    expect(visibleValue('x\\u{202e}y')).toBe('x\\\\u{202e}y');
    expect(visibleValue('x\\\u202ey')).toBe('x\\\\\\u{202e}y');
    expect(visibleValue('x\\\\u{202e}y')).toBe('x\\\\\\\\u{202e}y');
  });

  it('stays as it is when its text is made visible with others', () => {
    const shown = visibleValue('a\u202e \\u{202e}');
    expect(visibleText(`Value: ${shown}`)).toBe(`Value: ${shown}`);
  });

  it('leaves other backslashes as they are', () => {
    expect(visibleValue('C:\\users \\u0041 \\{')).toBe('C:\\users \\u0041 \\{');
  });
});

describe('isUnseen', () => {
  it.each(['', ' \n', '\u200b', '\u2800\u3164', '\u{e0041} \u00a0', '\u200d'])(
    'holds for %j',
    text => {
      expect(isUnseen(text)).toBe(true);
    },
  );

  it.each(['a', '\u200ba', '👩‍🚀'])('does not hold for %j', text => {
    expect(isUnseen(text)).toBe(false);
  });
});

describe('visibleJson', () => {
  it('escapes what cannot be seen, and a program reads the same value', () => {
    const value = {
      'na\u200bme': 'web\u202egnp.exe',
      text: 'a\r\n\tb\u0000\u009b',
      tags: 'a\u{e0041}\ud800b\u2800',
    };
    const json = visibleJson(value);
    expect(json).toContain('"na\\u200bme": "web\\u202egnp.exe"');
    expect(json).toContain('\\u009b');
    expect(json).toContain('"a\\udb40\\udc41\\ud800b\\u2800"');
    expect(JSON.parse(json)).toEqual(value);
  });
});
