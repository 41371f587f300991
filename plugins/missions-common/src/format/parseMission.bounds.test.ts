import fc from 'fast-check';
import { good, options } from './__testUtils__/missionFixture';
import { parseMission } from './parseMission';

const parse = (text: string) => parseMission(text, options);

describe('parseMission', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'The file is empty'],
    ['a comment only', '# hello', 'The file is empty'],
    ['a text', 'hello', 'The file must be a map; found "hello"'],
    ['a list', '- a', 'The file must be a map; found a list of 1'],
    [
      'a file that is too large',
      'a'.repeat(1_048_577),
      'The file is larger than 1048576 bytes',
    ],
    [
      'many bytes in few characters',
      'ü'.repeat(600_000),
      'The file is larger than 1048576 bytes',
    ],
    ['deep nesting', '['.repeat(100_000), 'nested deeper'],
    [
      'deep maps',
      'a: '.concat('{a: '.repeat(80), '1', '}'.repeat(80)),
      'nested deeper than 50 levels',
    ],
    [
      'an alias bomb',
      [
        'a: &a [1,1,1,1,1,1,1,1,1]',
        ...'bcdefghij'
          .split('')
          .map(
            (c, i) =>
              `${c}: &${c} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`,
          ),
      ].join('\n'),
      'cannot be read',
    ],
    ['tabs', 'a:\n\tb: 1', 'YAML:'],
    ['binary', '\u0000\u0001', 'must be a map'],
  ])('answers %s with a problem', (_what, text, message) => {
    const { mission, problems } = parse(text);
    expect(mission).toBeUndefined();
    expect(problems.map(p => p.message).join('\n')).toContain(message);
  });

  it('never throws, whatever the text', () => {
    const fragments = fc.constantFrom(
      ...good.split('\n'),
      '- ',
      '? ',
      '&a',
      '*a',
      '${{',
      '}}',
      '|',
      '>-',
      '"',
      "'",
      '!!binary',
      '<<: *a',
      '\t',
      '%YAML 9',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fragments).map(lines => lines.join('\n')),
        ),
        text => {
          expect(parse(text).problems).toBeInstanceOf(Array);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever stands at a place of a mission', () => {
    const base = parse(good).mission!;
    const leaves: (string | number)[][] = [];
    const collect = (value: unknown, path: (string | number)[]) => {
      leaves.push(path);
      if (typeof value === 'object' && value !== null) {
        for (const [key, item] of Object.entries(value)) {
          collect(item, [...path, Array.isArray(value) ? Number(key) : key]);
        }
      }
    };
    collect(base, []);
    fc.assert(
      fc.property(
        fc.constantFrom(...leaves.slice(1)),
        fc.jsonValue(),
        (path, value) => {
          const copy = JSON.parse(JSON.stringify(base));
          let holder = copy;
          for (const part of path.slice(0, -1)) {
            holder = holder[part];
          }
          holder[path[path.length - 1]] = value;
          const { problems } = parse(JSON.stringify(copy));
          for (const problem of problems) {
            expect(problem.line).toBeGreaterThan(0);
            expect(problem.message).not.toBe('');
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
