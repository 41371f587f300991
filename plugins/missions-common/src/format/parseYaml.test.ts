import fc from 'fast-check';
import { LineCounter, parseAllDocuments } from 'yaml';
import { parseYaml } from './parseYaml';

const errorsOf = (text: string) =>
  parseYaml(text, new LineCounter()).flatMap(({ errors }) =>
    errors.map(({ code, message, pos }) => ({ code, message, at: pos[0] })),
  );
const errorsOfLibrary = (text: string) =>
  [
    ...parseAllDocuments(text, {
      prettyErrors: false,
      uniqueKeys: true,
      version: '1.2',
      schema: 'core',
      stringKeys: true,
    }),
  ].flatMap(({ errors }) =>
    errors
      .map(({ code, message, pos }) => ({ code, message, at: pos[0] }))
      .sort((one, other) => one.at - other.at),
  );

describe('parseYaml', () => {
  it.each([
    'a: 1\na: 2',
    'a: 1\n"a": 2\nb:\n  - { c: 1, c: 2, c: 3 }',
    '1: a\n"1": b',
    'a: 1\nb: 2',
    'a:\n  b: 1\nc:\n  b: 1',
    'a: 1\n---\na: 1\na: 2',
    '? a\n: 1\na: 2',
    'a: [\nb: 1\nb: 2',
  ])('finds the keys of %j that are there twice', text => {
    expect(errorsOf(text)).toEqual(errorsOfLibrary(text));
  });

  it('finds them as the library does, in whatever maps', () => {
    const key = fc.constantFrom('a', 'b', '"a"', "'b'", '1', 'true');
    const map = fc.letrec<{ value: string; map: string }>(tie => ({
      value: fc.oneof({ depthSize: 'small' }, fc.constant('x'), tie('map')),
      map: fc
        .array(fc.tuple(key, tie('value')), { maxLength: 4 })
        .map(entries => `{${entries.map(each => each.join(': ')).join(', ')}}`),
    })).map;
    fc.assert(
      fc.property(map, text => {
        expect(errorsOf(text)).toEqual(errorsOfLibrary(text));
      }),
    );
  });
});
