import fc from 'fast-check';
import { numRuns } from '../__testUtils__/numRuns';
import { comparedValues } from './comparedValues';
import { visibleText } from './visibleText';

/** Letters and digits that turn the direction of what stands beside them. */
const TURNING =
  /[\p{Script=Hebrew}\p{Script=Arabic}\u0660-\u0669\u07c0-\u08ff]/u;

/**
 * What is drawn of a text, by Unicode's properties alone. Where a line has text
 * from right to left, the order in which the rest is drawn is not that of the
 * characters: such a line is what it has, in any order.
 */
const drawn = (text: string) =>
  text
    .replace(/[\p{Default_Ignorable_Code_Point}\r]/gu, '')
    .replace(/\p{Zs}/gu, ' ')
    .trim()
    .normalize('NFC')
    .split('\n')
    .map(line =>
      TURNING.test(line)
        ? [...line.replace(/\p{Bidi_Mirrored}/gu, '(')].sort().join('')
        : line,
    )
    .join('\n');

const TRICKS = [
  ...['a', 'b', ' ', '  ', '\n', '\r\n', '\r', '\t', '\\', 'u{a0}', 'u{', '"'],
  ...['\u00a0', '\u2009', '\u3000', '\u200b', '\u202e', '\u200d', '\u200c'],
  ...[
    'ö',
    'o\u0308',
    'o',
    '\u0323',
    '\u0302',
    '\u212b',
    'Å',
    '\ud55c',
    '\u1112',
  ],
  ...[
    '\u1161',
    '\u11ab',
    'а',
    'с',
    'c',
    'م',
    'ن\u064b',
    '❤',
    '\ufe0f',
    '1',
    '\u20e3',
  ],
  ...[
    '\u{1d41a}',
    '\ue000',
    '\u{e0041}',
    '\u2028',
    '⏎',
    '\u2800',
    '1\u0660',
    '0',
    'א',
    ',',
    '(',
    ')',
  ],
];
const trick = fc
  .array(fc.constantFrom(...TRICKS), { maxLength: 8 })
  .map(parts => parts.join(''));
const foreign = fc.string({ unit: 'binary', maxLength: 6 });
const text = fc.oneof(trick, trick, foreign);
/** The same text with something put in, left out or in another form. */
const variant = (one: string) =>
  fc.oneof(
    fc.constantFrom(one.normalize('NFC'), one.normalize('NFD'), `${one} `),
    fc.constant(one.replace(/\r\n/g, '\n')),
    fc.constant(one.replace(/\p{Zs}/gu, ' ')),
    fc
      .tuple(fc.constantFrom(...TRICKS), fc.nat(one.length))
      .map(([put, at]) => one.slice(0, at) + put + one.slice(at)),
  );
const pair = fc.oneof(
  fc.tuple(text, text),
  text.chain(one => fc.tuple(fc.constant(one), variant(one))),
);
const value = fc.oneof(text, fc.nat(9), fc.array(text, { maxLength: 2 }));
const layout = fc.constantFrom('lines' as const, 'line' as const);

describe('comparedValues', () => {
  it('shows two different texts in forms that are drawn differently', () => {
    fc.assert(
      fc.property(pair, layout, ([one, other], where) => {
        fc.pre(one !== other);
        const [before, after] = comparedValues([one, other], where);
        expect(drawn(before)).not.toBe(drawn(after));
        expect(visibleText(before)).toBe(before);
      }),
      { numRuns: numRuns(1000) },
    );
  });

  it('shows three values of any kind alike if, and only if, they are the same', () => {
    fc.assert(
      fc.property(pair, value, layout, ([one, other], third, where) => {
        const values = [one, third, other];
        const shown = comparedValues(values, where).map(drawn);
        const same = values.map(each => JSON.stringify(each));
        for (const [a, b] of [
          [0, 1],
          [1, 2],
          [0, 2],
        ]) {
          expect(shown[a] === shown[b]).toBe(same[a] === same[b]);
        }
      }),
      { numRuns: numRuns(600) },
    );
  });
});
