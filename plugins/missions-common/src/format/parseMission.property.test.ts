import fc from 'fast-check';
import { numRuns } from '../__testUtils__/numRuns';
import { good, options } from './__testUtils__/missionFixture';
import { parseMission } from './parseMission';

const parse = (text: string) => parseMission(text, options);

describe('parseMission', () => {
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
      { numRuns: numRuns(500) },
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
      { numRuns: numRuns(500) },
    );
  });
});
