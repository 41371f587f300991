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
    ['two at an end', 'می\u200c\u200c', 'می\\u{200c}\\u{200c}'],
    ['a joiner after an ASCII digit', '5\u200cها', '5\\u{200c}ها'],
    ['a joiner before one', 'می\u200c5', 'می\\u{200c}5'],
    ['a joiner before a Latin letter', 'ന്\u200da', 'ന്\\u{200d}a'],
    ['a joiner after a bracket of Latin', '(a)\u200cb', '(a)\\u{200c}b'],
    ['a joiner without a virama', 'ന\u200d', 'ന\\u{200d}'],
    ['a joiner before what hides', 'ം\u200d\u2800', 'ം\\u{200d}\\u{2800}'],
    ['a variation of a digit zero', '0\ufe00', '0\\u{fe00}'],
    ['two variations of Han', '葛\u{e0100}\u{e0101}', '葛\u{e0100}\\u{e0101}'],
    ['a variation of Hangul', '한\ufe00', '한\\u{fe00}'],
    ['a variation of Mongolian beside Latin', 'a\u180b', 'a\\u{180b}'],
    ['a vowel separator at an end', 'ᠮ\u180e', 'ᠮ\\u{180e}'],
    [
      'tags of another flag',
      '🏴\u{e0075}\u{e0073}\u{e007f}',
      '🏴\\u{e0075}\\u{e0073}\\u{e007f}',
    ],
    [
      'tags of a flag after another emoji',
      '😀\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      '😀\\u{e0067}\\u{e0062}\\u{e0065}\\u{e006e}\\u{e0067}\\u{e007f}',
    ],
    [
      'tags of a flag without an end',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}',
      '🏴\\u{e0067}\\u{e0062}\\u{e0065}\\u{e006e}\\u{e0067}',
    ],
    ['a mark of direction in Hebrew', 'ש\u200fל', 'ש\\u{200f}ל'],
    ['a mark of direction in Arabic', 'م\u061cل', 'م\\u{61c}ل'],
    ['a soft hyphen', 'my\u00adapp', 'my\\u{ad}app'],
    ['a zero width beside Thai', 'ไทย\u200ba', 'ไทย\\u{200b}a'],
    ['a zero width between scripts', 'ไ\u200bم', 'ไ\\u{200b}م'],
    ['two of them', 'ไ\u200b\u200bท', 'ไ\\u{200b}\\u{200b}ท'],
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
    'അവന്\u200d പറഞ്ഞു. ഞാന്\u200d, ഉത്\u200d',
    'ত্\u200d ශ්\u200d',
    '۵\u200cها (کتاب)\u200cها «کتاب»\u200cها',
    'خانه\u200c، می\u200c\nه\u200d. ه\u200d',
    '葛\u{e0100}飾 逸\ufe00 、\ufe01',
    '\u2229\ufe00',
    'ᠮᠣᠩᠭᠣᠯ\u180eᠠ ᠨ\u180b ᠭ\u180c\u180eᠠ',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
    'ภาษา\u200bไทย ខ្មែរ\u200bល្អ ພາສາ\u200bລາວ မြန်မာ\u200bစာ',
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
