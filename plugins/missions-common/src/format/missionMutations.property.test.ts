import fc from 'fast-check';
import { propertyOptions } from '../__testUtils__/propertyOptions';
import { errorCatalogue } from '../errors';
import { evaluate, evaluateCondition } from '../expressions';
import { growthOf } from './__testUtils__/growthOf';
import {
  changedMission,
  changedText,
  expression,
  missionTexts,
  placesOf,
} from './__testUtils__/missionMutations';
import { parseMission } from './parseMission';
import { readYaml } from './yamlSource';

jest.setTimeout(15 * 60_000);

const parse = (text: string) =>
  parseMission(text, { source: 'test', location: 'mission.yaml' });

const scope = {
  parameters: { name: 'web', list: [1, 2], 'a-b': 'c' },
  run: { id: 'r1' },
} as unknown as Parameters<typeof evaluate>[1];

/** What is wrong with what is said of a text. */
function flawsOf(text: string): unknown[] {
  const { problems, mission } = parse(text);
  const lines = text.split(/\r\n?|\n/).length;
  const flaws: unknown[] = problems.filter(
    ({ code, message, line, column }) =>
      !(code in errorCatalogue || code.startsWith('lint/')) ||
      !message ||
      /\[object Object\]|undefined|Cannot read|is not a function/.test(
        // What the file itself says may be quoted.
        message.replace(/"(\\.|[^"\\])*"|'[^']*'/g, ''),
      ) ||
      !(line! >= 1 && line! <= lines + 1) ||
      !(column! >= 1),
  );
  const failed = problems.some(({ severity }) => severity === 'error');
  return failed === (mission === undefined) ? flaws : ['mission and errors'];
}

describe('parseMission', () => {
  it.each(missionTexts.map((text, index) => [index, text] as const))(
    'has something to change in mission %i',
    (_index, text) => {
      expect(
        placesOf({ mission: readYaml(text).value }).length,
      ).toBeGreaterThan(1);
    },
  );

  it.each([
    ['parts', changedMission],
    ['lines', changedText],
  ])('names place and fault of whatever has changed %s', (_what, changed) => {
    fc.assert(
      fc.property(changed, text => {
        expect(flawsOf(text)).toEqual([]);
      }),
      propertyOptions(80),
    );
  });
});

describe('an expression', () => {
  it('comes to a value, or fails by the catalogue, whatever it says', () => {
    const codeOf = (run: () => unknown) => {
      try {
        run();
        return 'EXPRESSION_FAILED';
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        return code ?? message;
      }
    };
    fc.assert(
      fc.property(expression, text => {
        const template = `\${{ ${text} }}`;
        expect([
          codeOf(() => evaluate(template, scope)),
          codeOf(() => evaluate(`a${template}b`, scope)),
          codeOf(() => evaluateCondition(text, scope)),
        ]).toEqual(Array(3).fill('EXPRESSION_FAILED'));
      }),
      propertyOptions(300),
    );
  });
});

const head = `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: many, title: Many, description: Of many parts. }
spec:
  type: fix`;

/** A mission of a size, by what of it grows. */
const growing: Record<string, (size: number) => string> = {
  'keys that nobody knows': size =>
    `${head}\n  ${numbered(size, i => `colour${i}: red`).join('\n  ')}`,
  'steps without anything': size =>
    `${head}\n  steps:\n${numbered(size, i => `    - id: s${i}`).join('\n')}`,
  'expressions in one text': size =>
    `${head}\n  steps:\n    - id: a\n      action: core:noop\n      input: { value: "${numbered(
      size,
      i => `\${{ parameters.p${i} }}`,
    ).join('')}" }`,
  parameters: size =>
    `${head}\n  parameters:\n    properties:\n${numbered(
      size,
      i => `      p${i}: { type: string, default: '${i}' }`,
    ).join('\n')}`,
  'one long text': size => `${head}\n  category: ${'a '.repeat(size * 50)}`,
  'one deep sum': size => condition(Array(size).fill('1').join(' + ')),
  'brackets that are open': size => condition('['.repeat(size)),
  'dollars and braces': size => condition('"${{'.repeat(size)),
  checks: size =>
    `${head}\n  verify:\n${numbered(
      size,
      i => `    - { id: v${i}, check: core:htpp, input: { url: 'x${i}' } }`,
    ).join('\n')}`,
  comments: size => `${'# a comment\n'.repeat(size)}${head}`,
  documents: size => `${'---\n'.repeat(size)}${head}`,
  anchors: size => numbered(size, i => `k${i}: &a${i} 1`).join('\n'),
};

function numbered(size: number, line: (index: number) => string): string[] {
  return Array.from({ length: size }, (_, index) => line(index));
}

function condition(text: string): string {
  return `${head}\n  steps:\n    - { id: a, action: core:noop, if: '${text}' }`;
}

describe('a mission that grows', () => {
  it.each(Object.entries(growing))(
    'costs work as its size: %s',
    (_what, textOf) => {
      const made = new Map<number, string>();
      const work = (size: number) => {
        made.set(size, made.get(size) ?? textOf(size));
        parse(made.get(size)!);
      };
      // A square would be 16; 4 is as much more.
      expect(growthOf(work, { first: 50, most: 3_200 })).toBeLessThan(11);
    },
  );
});
