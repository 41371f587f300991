import fc, { type Arbitrary } from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { readYaml } from '../yamlSource';

const ROOT = resolve(__dirname, '../../../../..');

/** The missions of the repository, and those of the documentation. */
export const missionTexts = [
  ...missionsIn(join(ROOT, 'missions')),
  ...documented(),
];

function missionsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('mission.yaml'))
    .sort()
    .map(file => readFileSync(join(folder, file), 'utf8'));
}

function documented(): string[] {
  const page = readFileSync(join(ROOT, 'docs/mission-format.md'), 'utf8');
  return [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(match => match[1]);
}

/** Expressions by their grammar, with names that there are and that there are not. */
export const { expression } = fc.letrec<Record<'expression' | 'atom', string>>(
  tie => ({
    atom: fc.constantFrom(
      ...['1', '-1', '9223372036854775807', '1.5', '1e400', '"a"', "'''b'''"],
      ...['true', 'null', '[]', '{}', '[1, 2]', '{"a": 1}', 'b"\\xff"', '1u'],
      ...['parameters.name', 'parameters.list', 'parameters["a-b"]', 'run.id'],
      ...['steps.one.output.x', 'nothing', 'each.item', 'target.cluster.name'],
      ...['__proto__', 'constructor', 'parameters.__proto__', 'parameters'],
      ...['timestamp("2026-01-01T00:00:00Z")', 'duration("1h")', 'type(1)'],
    ),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('atom'),
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom('+', '-', '*', '/', '%', '==', '<', '&&', '||', 'in'),
          tie('expression'),
        )
        .map(parts => `(${parts.join(' ')})`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom(
            ...['.size()', '.map(x, x)', '.filter(x, x == 1)', '[0]', '["a"]'],
            ...['.all(x, x > 0)', '.exists(x, x)', '.matches("a+")', '.a.b'],
            ...['.split(",")', '.join("-")', '.contains("a")', '.toString()'],
            ...['.constructor', '.__proto__', '.map(parameters, parameters)'],
          ),
        )
        .map(parts => parts.join('')),
      fc
        .tuple(
          fc.constantFrom('size', 'string', 'int', 'has', 'dyn', 'eval', 'all'),
          tie('expression'),
        )
        .map(([name, inner]) => `${name}(${inner})`),
      tie('expression').map(inner => `!${inner}`),
    ),
  }),
);

/** What stands in a value's place: of another type, or an expression. */
const value: Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  expression,
  expression.map(text => `\${{ ${text} }}`),
  fc.tuple(expression, fc.string()).map(([a, b]) => `x\${{ ${a} }}${b}`),
  fc.constantFrom<unknown>(
    ...[
      '',
      '${{',
      '${{ }}',
      '}}',
      '-1s',
      '99999999999h',
      '* * * * *',
      '@daily',
    ],
    ...[
      'a'.repeat(10_000),
      '\u0000',
      '\ud800',
      '../../etc',
      'kubernetes:apply',
    ],
    JSON.parse(
      '{"__proto__": {"a": 1}, "constructor": 1, "hasOwnProperty": 1}',
    ),
  ),
);

type Place = { holder: any; key: string | number };

/** Every place of a value, with what holds it. */
export function placesOf(root: unknown): Place[] {
  const places: Place[] = [];
  const collect = (holder: any) => {
    for (const [key, inner] of Object.entries(holder)) {
      places.push({ holder, key: Array.isArray(holder) ? Number(key) : key });
      if (typeof inner === 'object' && inner !== null) {
        collect(inner);
      }
    }
  };
  collect(root);
  return places;
}

/** One change of what a mission says, at a place of it. */
type Change = (places: readonly Place[], at: Place) => void;

const changes: Arbitrary<Change> = fc.oneof(
  value.map(
    (put): Change =>
      (_, { holder, key }) => {
        holder[key] = put;
      },
  ),
  fc.constant<Change>((_, { holder, key }) => {
    if (Array.isArray(holder)) {
      holder.splice(Number(key), 1);
    } else {
      delete holder[key];
    }
  }),
  fc.nat().map(
    (other): Change =>
      (places, { holder, key }) => {
        // A part of it elsewhere, such as steps where parameters are.
        const from = places[other % places.length];
        holder[key] = structuredClone(from.holder[from.key]);
      },
  ),
  fc.nat().map(
    (other): Change =>
      (places, { holder, key }) => {
        const name = String(places[other % places.length].key);
        if (!Array.isArray(holder)) {
          holder[name] = holder[key];
          delete holder[key];
        }
      },
  ),
  fc.constant<Change>((_, { holder, key }) => {
    const list = Array.isArray(holder) ? holder : [holder[key]];
    list.push(structuredClone(list[0]));
    if (!Array.isArray(holder)) {
      holder[key] = list;
    }
  }),
);

/** A mission with some of its parts changed. */
export const changedMission = fc
  .tuple(
    fc.constantFrom(...missionTexts),
    fc.array(fc.tuple(fc.nat(), changes), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, list]) => {
    const root = { mission: structuredClone(readYaml(text).value) };
    for (const [at, change] of list) {
      const places = placesOf(root);
      if (places.length > 0) {
        change(places, places[at % places.length]);
      }
    }
    return stringify(root.mission, { aliasDuplicateObjects: false }) ?? '';
  });

/** A mission with some of its lines changed: what people mistype. */
export const changedText = fc
  .tuple(
    fc.constantFrom(...missionTexts),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom<(lines: string[], at: number) => void>(
          (lines, at) => lines.splice(at, 1),
          (lines, at) => lines.splice(at, 0, lines[at]),
          (lines, at) => (lines[at] = ` ${lines[at]}`),
          (lines, at) => (lines[at] = lines[at].trimStart()),
          (lines, at) => (lines[at] = lines[at].replace(':', '')),
          (lines, at) => (lines[at] = `\t${lines[at]}`),
          (lines, at) => (lines[at] = `${lines[at]} &a *a`),
          (lines, at) => (lines[at] = lines[at].slice(0, -1)),
          (lines, at) => (lines[at] = `${lines[at]}"`),
          (lines, at) => (lines[at] = lines[at].replace(/\w+$/, '|')),
          (lines, at) => (lines[at] = '---'),
          (lines, at) => (lines[at] = `${lines[at]} !!binary x`),
        ),
      ),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([text, list]) => {
    const lines = text.split('\n');
    for (const [at, change] of list) {
      if (lines.length > 0) {
        change(lines, at % lines.length);
      }
    }
    return lines.join('\n');
  });
