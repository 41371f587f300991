import { options } from './__testUtils__/missionFixture';
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
      'deep lists in block style',
      `a: 1\nb:\n  ${'- '.repeat(20_000)}a`,
      'nested deeper than 50 levels',
    ],
    [
      'deep maps in block style',
      Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'nested deeper than 50 levels',
    ],
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
    [
      'a map of very many keys',
      Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join('\n'),
      'apiVersion is missing',
    ],
    [
      'very many keys between braces',
      `{${Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join(', ')}}`,
      'apiVersion is missing',
    ],
    [
      'a text of very many expressions',
      `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: many, title: Many, description: Of many parts. }
spec:
  type: fix
  steps: [{ id: a, action: core:noop, input: { value: '${'${{a}}'.repeat(
    50_000,
  )}' } }]
`,
      'more than 500 ${{ }} in one text',
    ],
    ['tabs', 'a:\n\tb: 1', 'YAML:'],
    ['binary', '\u0000\u0001', 'must be a map'],
  ])('answers %s with a problem', (_what, text, message) => {
    const { mission, problems } = parse(text);
    expect(mission).toBeUndefined();
    const told = problems.map(p => p.message).join('\n');
    expect(told).toContain(message);
    expect(told).not.toMatch(/call stack|Stack overflow/);
  });

  it('says where an alias stands whose anchor is missing', () => {
    expect(parse('a: &one 1\nb: *one\nc: { d: *two }').problems).toEqual([
      expect.objectContaining({
        line: 3,
        column: 9,
        message: 'YAML: the anchor of *two is not defined before it',
        remedy: 'Define &two at an earlier value, or write the value out.',
      }),
    ]);
  });

  it('reads as many steps as there may be, each with an expression', () => {
    const steps = Array.from(
      { length: 200 },
      (_, index) => `
    - id: step-${index}
      action: core:noop
      input: { value: '\${{ parameters.a }}${
        index > 0 ? ` \${{ steps["step-${index - 1}"].output.value }}` : ''
      }' }`,
    );
    const { problems } = parse(`apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: many, title: Many, description: Many steps. }
spec:
  type: fix
  parameters: { properties: { a: { type: string, default: b } } }
  steps:${steps.join('')}
  verify: [{ id: proof, check: core:http, input: { url: 'https://example.com' } }]
`);
    expect(problems.map(({ code }) => code)).not.toContain('EXPRESSION_FAILED');
  });
});
