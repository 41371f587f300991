import { comparedValues } from './comparedValues';

const lines = (...values: unknown[]) => comparedValues(values, 'lines');
const line = (...values: unknown[]) => comparedValues(values, 'line');

describe('comparedValues', () => {
  it.each([
    ['the end of a line', 'a\r\nb', 'a\nb', 'a\\u{d}\nb', 'a\nb'],
    ['a blank that does not break', 'a\u00a0b', 'a b', 'a\\u{a0}b', 'a b'],
    ['two such blanks', 'a\u2009b', 'a\u00a0b', 'a\\u{2009}b', 'a\\u{a0}b'],
    ['a blank at the end', 'a ', 'a', 'a\\u{20}', 'a'],
    ['a blank at the end of a line', 'a \nb', 'a\nb', 'a\\u{20}\nb', 'a\nb'],
    ['a blank at the start', ' a', 'a', '\\u{20}a', 'a'],
    ['a last line break', 'a\n', 'a', 'a\\u{a}', 'a'],
    ['one more of them', 'a\n\n', 'a\n', 'a\n\\u{a}', 'a\n'],
    ['a last line break of another kind', 'a\r\n', 'a\n', 'a\\u{d}\n', 'a\n'],
    ['a last line of that kind', 'a\r\n', 'a', 'a\\u{d}\\u{a}', 'a'],
    ['a tab', '\tweb: 1', '        web: 1', '\\u{9}web: 1', null],
    ['a tab inside', 'a:\tb', 'a: b', 'a:\\u{9}b', 'a: b'],
    [
      'a decomposed letter',
      'gr\u00f6ße',
      'gro\u0308ße',
      'gr\\u{f6}ße',
      'gro\\u{308}ße',
    ],
    [
      'a decomposed syllable',
      '\ud55c',
      '\u1112\u1161\u11ab',
      '\\u{d55c}',
      '\\u{1112}\\u{1161}\\u{11ab}',
    ],
    [
      'marks in another order',
      'a\u0323\u0302',
      'a\u0302\u0323',
      'a\\u{323}\\u{302}',
      'a\\u{302}\\u{323}',
    ],
    [
      'a letter of another script',
      'web-\u0430pp',
      'web-app',
      'web-\\u{430}pp',
      'web-app',
    ],
    [
      'an accent on it',
      '\u0430\u0301',
      '\u00e1',
      '\\u{430}\\u{301}',
      '\\u{e1}',
    ],
    ['a word of another script', 'сосо', 'coco', null, 'coco'],
    [
      'a joiner that belongs to a word',
      'می\u200cخ',
      'میخ',
      'می\\u{200c}خ',
      'میخ',
    ],
    ['a variation of an emoji', '❤\ufe0f', '❤', '❤\\u{fe0f}', '❤'],
    ['a form of mathematics', '\u{1d41a}pp', 'app', '\\u{1d41a}pp', 'app'],
    ['a box', 'a\ue000', 'a\ue001', 'a\\u{e000}', 'a\\u{e001}'],
    ['a radical', '\u2f00', '\u4e00', '\\u{2f00}', '\\u{4e00}'],
    ['a dash', 'a\u2010b', 'a-b', 'a\\u{2010}b', 'a-b'],
    [
      'what reads like that',
      'a\u00a0b',
      'a\\u{a0}b',
      'a\u00a0b',
      'a\\\\u{a0}b',
    ],
    ['its backslash', 'a\\\u00a0', 'a\\ ', 'a\\\\\\u{a0}', 'a\\\\\\u{20}'],
    ['a text and a number', '80', 80, '"80"', '80'],
    ['a text and a list', '["ö"]', ['ö'], null, null],
    ['nothing and its quotes', '', '""', '""', '"\\"\\""'],
    ['nothing and a blank', '', ' ', '""', '\\u{20}'],
    [
      'another order beside a right-to-left letter',
      'app=\u05d0,1',
      'app=1,\u05d0',
      '"app=\\u{5d0},1"',
      '"app=1,\\u{5d0}"',
    ],
    [
      'a bracket that is mirrored there',
      '\u05d0(1',
      '1)\u05d0',
      '"\\u{5d0}(1"',
      '"1)\\u{5d0}"',
    ],
    [
      'another order beside an Arabic digit',
      'a\nb \u0661 1',
      'a\nb 1 \u0661',
      '"a\\nb \\u{661} 1"',
      '"a\\nb 1 \\u{661}"',
    ],
  ])('tells %s apart', (_what, before, after, shownBefore, shownAfter) => {
    const [one, other] = lines(before, after);
    expect(one).not.toBe(other);
    expect([one, other]).toEqual([shownBefore ?? one, shownAfter ?? other]);
  });

  it.each([
    ['nginx:1.26', 'nginx:1.27'],
    ['größe', 'grösse'],
    ['Müller', 'Möller'],
    ['hello', 'привет'],
    ['a\u00a0b\u2009c', 'a\u00a0b\u2009d'],
    ['a\r\nb \r\nc\r\n', 'a\r\nB \r\nc\r\n'],
    ['a:\n  b', 'a:\n    b'],
    ['a  b', 'a b'],
    ['a\nb', 'a\n\nb'],
    ['❤\ufe0f 1', '❤\ufe0f 2'],
    ['שלום 1', 'שלום 2'],
    ['שלום\na: 1\nb: 2', 'שלום\nb: 2\na: 1'],
  ])('leaves %j and %j as they are', (before, after) => {
    expect(lines(before, after)).toEqual([before, after]);
  });

  it('tells hidden changes beside those that are seen', () => {
    expect(lines('nginx:1.26', 'ng\u0456nx:1.27')).toEqual([
      'nginx:1.26',
      'ng\\u{456}nx:1.27',
    ]);
    expect(lines('value: 1', 'va\u217cue: 2')).toEqual([
      'value: 1',
      'va\\u{217c}ue: 2',
    ]);
    expect(lines('one\r\ntwo\r\nthree', 'one\r\n2\nthree')).toEqual([
      'one\r\ntwo\\u{d}\nthree',
      'one\r\n2\nthree',
    ]);
  });

  it('shows values of other kinds as JSON of their layout', () => {
    expect(lines(['a\u00a0b', 1], ['a b', 1])).toEqual([
      '[\n  "a\\u{a0}b",\n  1\n]',
      '[\n  "a b",\n  1\n]',
    ]);
    expect(line({ a: true }, undefined)).toEqual(['{"a":true}', '']);
  });

  it('tells what one line of Markdown makes alike', () => {
    expect(line('a  b', 'a b')).toEqual(['a \\u{20}b', 'a b']);
    expect(line(['a  b'], ['a b'])).toEqual(['["a \\u{20}b"]', '["a b"]']);
    expect(line('a\nb', 'a ⏎ b')).toEqual(['"a\\nb"', '"a \\u{23ce} b"']);
    expect(line('', ' ')).toEqual(['', '\\u{20}']);
  });

  it('tells another order in one line, and leaves what is on another one', () => {
    expect(line('\u05d0\n1', '1\n\u05d0')).toEqual([
      '"\\u{5d0}\\n1"',
      '"1\\n\\u{5d0}"',
    ]);
  });

  it.each([
    ['ends of lines', 'é;\r\n', 'é;\n', '"\\u{e9};\\r', '"\\u{e9};\\n'],
    ['blanks at the start', '\u00a0\u00a0', '  ', '"\\u{a0}', '"   '],
    ['blanks', 'é\u00a0', 'é ', '"\\u{e9}\\u{a0}', '"\\u{e9} '],
  ])(
    'shows as JSON where too many %s differ',
    (_what, one, other, ...starts) => {
      const shown = lines(`${one.repeat(10_001)}b`, `${other.repeat(10_001)}b`);
      expect(shown.map((text, at) => text.startsWith(starts[at]))).toEqual([
        true,
        true,
      ]);
    },
  );

  it('leaves long parts as they are where they differ visibly', () => {
    const long = 'é\u00a0'.repeat(10_001);
    const other = `${long.slice(2)}é b`;
    expect(lines(long, other)).toEqual([long, other]);
  });

  it('tells what differs in a long text by that alone', () => {
    const long = 'é\n'.repeat(10_001);
    expect(lines(`${long}a\u00a0b\n${long}`, `${long}a b\n${long}`)).toEqual([
      `${long}a\\u{a0}b\n${long}`,
      `${long}a b\n${long}`,
    ]);
  });

  it('tells three apart, and shows the same for the same', () => {
    expect(lines('a b', 'a\u00a0b', 'a b')).toEqual([
      'a b',
      'a\\u{a0}b',
      'a b',
    ]);
    expect(lines('a', 'a ', 'a\n')).toEqual(['a', 'a\\u{20}', 'a\\u{a}']);
    expect(lines('80', 80, undefined)).toEqual(['"80"', '80', '']);
  });

  it('doubles backslashes of a text where one is written out', () => {
    const [one, other] = lines('\\\u00a0 \\u{a0}', '\\  \\u{a0}');
    expect(one).toBe('\\\\\\u{a0} \\\\u{a0}');
    expect(other).toBe('\\  \\\\u{a0}');
  });

  it('stays as it is when it is made visible with others', () => {
    const [one] = lines('❤\ufe0f\u200d🔥', '❤\u200d🔥');
    expect(one).toBe('❤\\u{fe0f}\\u{200d}🔥');
  });
});
