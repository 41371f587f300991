import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import type { ActionFacts } from '../lint/rule';
import { missionVersion } from './missionVersion';
import { parseMission } from './parseMission';

const write: ActionFacts = { effect: 'write', undo: true };
const options = {
  source: 'test',
  location: 'mission.yaml',
  knownActions: new Map<string, ActionFacts>([
    ['kubernetes:apply', write],
    ['kubernetes:restart', { effect: 'write', undo: false }],
    ['core:sleep', { effect: 'read', undo: false }],
  ]),
  knownChecks: new Set(['kubernetes:ready', 'kubernetes:version']),
};

const good = `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata:
  name: install-web
  title: Web
  description: A web server.
spec:
  type: install
  parameters:
    properties:
      namespace: { type: string, default: web }
  targets: { min: 1 }
  steps:
    - id: apply
      action: kubernetes:apply
      input:
        objects:
          - apiVersion: v1
            kind: ConfigMap
            metadata: { name: a, namespace: '\${{ parameters.namespace }}' }
  verify:
    - id: ready
      check: kubernetes:ready
      input: { namespace: '\${{ parameters.namespace }}' }
`;

const parse = (text: string) => parseMission(text, options);

describe('parseMission', () => {
  it('reads a mission and fills in the lists that it leaves out', () => {
    const { mission, problems } = parse(good);
    expect(problems).toEqual([]);
    expect(mission?.spec.preflight).toEqual([]);
    expect(mission?.spec.steps[0].id).toBe('apply');
  });

  it.each<[string, [RegExp | string, string], Record<string, unknown>]>([
    [
      'an unknown key',
      ['  targets: { min: 1 }', '  tragets: { min: 1 }'],
      {
        code: 'MISSION_INVALID',
        line: 12,
        column: 3,
        path: 'spec.tragets',
        message: expect.stringMatching(
          /"tragets" is not known at spec, expected one of type, .*targets/,
        ),
        remedy: 'Remove or rename it. Did you mean "targets"?',
      },
    ],
    [
      'a wrong type',
      ['title: Web', 'title: [Web]'],
      {
        line: 5,
        column: 10,
        path: 'metadata.title',
        message: 'metadata.title must be a text; found a list of 1',
        remedy: 'Change it to a text.',
      },
    ],
    [
      'a missing key',
      ['  title: Web\n', ''],
      {
        line: 4,
        path: 'metadata.title',
        message: 'metadata.title is missing, expected a text',
        remedy: 'Add title.',
      },
    ],
    [
      'a wrong kind of mission',
      ['type: install', 'type: instal'],
      {
        line: 8,
        column: 9,
        message:
          'spec.type must be one of install, fix, orbit, sequence; found "instal"',
      },
    ],
    [
      'another API version',
      ['v1alpha1', 'v1'],
      {
        line: 1,
        column: 13,
        message:
          'apiVersion must be "mission-control.dev/v1alpha1"; found "mission-control.dev/v1"',
      },
    ],
    [
      'a duration without a unit',
      [
        '      input:\n        objects',
        '      timeout: 30\n      input:\n        objects',
      ],
      {
        line: 16,
        path: 'spec.steps[0].timeout',
        message: expect.stringMatching(/must be a text; found 30/),
      },
    ],
    [
      'a wrong part of a longer timeout',
      [
        '      input:\n        objects',
        '      timeout: { base: soon }\n      input:\n        objects',
      ],
      {
        line: 16,
        column: 24,
        path: 'spec.steps[0].timeout.base',
        message:
          'spec.steps[0].timeout.base must be a duration such as 30s, 5m, 1h30m or 2d; found "soon"',
      },
    ],
    [
      'an unknown action',
      ['kubernetes:apply', 'kubernetes:aply'],
      {
        code: 'ACTION_UNKNOWN',
        line: 15,
        column: 15,
        remedy: expect.stringContaining('Did you mean "kubernetes:apply"?'),
      },
    ],
    [
      'an unknown check',
      ['kubernetes:ready', 'kubernetes:red'],
      { code: 'CHECK_UNKNOWN', line: 23, column: 14 },
    ],
    [
      'an undeclared parameter, at its place in the text',
      [
        "name: a, namespace: '${{ parameters.namespace }}'",
        "name: a, namespace: '${{ parameters.namespce }}'",
      ],
      {
        code: 'EXPRESSION_FAILED',
        line: 20,
        column: 50,
        path: 'spec.steps[0].input.objects[0].metadata.namespace',
        message:
          'In "parameters.namespce": the parameter "namespce" is not declared',
        remedy: expect.stringContaining('Did you mean "namespace"?'),
      },
    ],
    [
      'a step that does not exist',
      ['name: a,', "name: '${{ steps.aply.output.name }}',"],
      {
        code: 'EXPRESSION_FAILED',
        message: expect.stringContaining('there is no step "aply"'),
      },
    ],
    [
      'the output of the step itself',
      ['name: a,', "name: '${{ steps.apply.output.name }}',"],
      {
        code: 'EXPRESSION_FAILED',
        message: expect.stringContaining('has not ended at this place'),
      },
    ],
    [
      'each outside of each',
      ['name: a,', "name: '${{ each.key }}',"],
      {
        message: expect.stringContaining(
          '"each" exists only in a step that has each',
        ),
      },
    ],
    [
      'a name that does not exist',
      ['name: a,', "name: '${{ process.env.X }}',"],
      { message: 'In "process.env.X": "process" does not exist' },
    ],
    [
      'an expression that does not end',
      ['name: a,', "name: '${{ parameters.namespace',"],
      {
        code: 'EXPRESSION_FAILED',
        line: 20,
        column: 32,
        message: expect.stringContaining('that no }} closes'),
      },
    ],
    [
      'a condition in braces',
      [
        '      check: kubernetes:ready',
        '      if: ${{ true }}\n      check: kubernetes:ready',
      ],
      {
        code: 'EXPRESSION_FAILED',
        message: 'A condition is a bare expression; found ${{ }}',
      },
    ],
    [
      'a condition that is no condition',
      ['      action', "      if: '1 + 1'\n      action"],
      {
        code: 'EXPRESSION_FAILED',
        message: 'The condition "1 + 1" yields int, expected true or false',
      },
    ],
    [
      'a key with an expression',
      [
        'metadata: { name: a,',
        "metadata: { '${{ parameters.namespace }}': a, name: a,",
      ],
      {
        code: 'EXPRESSION_FAILED',
        column: 25,
        message: expect.stringContaining('only values are evaluated'),
      },
    ],
    [
      'a default that breaks its own rule',
      ['default: web', 'default: web, maxLength: 2'],
      {
        line: 11,
        message: expect.stringContaining('The default breaks its own rule'),
      },
    ],
    [
      'a pattern that is none',
      ['default: web', "default: web, pattern: '('"],
      { message: expect.stringContaining('is not a regular expression') },
    ],
    [
      'a rule for another type',
      ['default: web', 'default: web, maximum: 3'],
      { message: '"maximum" says nothing about a parameter of type string' },
    ],
    [
      'an unknown word of a parameter',
      ['default: web', 'defualt: web'],
      {
        path: 'spec.parameters.properties.namespace.defualt',
        remedy: expect.stringContaining('Did you mean "default"?'),
      },
    ],
    [
      'a step without undo',
      ['kubernetes:apply', 'kubernetes:restart'],
      { code: 'lint/step-without-undo', severity: 'error' },
    ],
    [
      'a duplicate key',
      ['  title: Web\n', '  title: Web\n  title: Web\n'],
      {
        line: 6,
        message: 'YAML: Map keys must be unique',
        remedy: 'Remove one of the two keys.',
      },
    ],
    [
      'a number that JSON cannot hold',
      ['name: a,', 'name: a, labels: { x: 12345678901234567890 },'],
      { message: expect.stringContaining('cannot be held exactly') },
    ],
    [
      'two missions in one file',
      [/$/, '---\nkind: Mission\n'],
      { message: expect.stringContaining('holds 2 YAML documents') },
    ],
    [
      'a tag of YAML',
      ['name: a,', 'name: !!js/function a,'],
      { message: expect.stringContaining('YAML: Unresolved tag') },
    ],
  ])('reports %s', (_what, [from, to], expected) => {
    const { mission, problems } = parse(good.replace(from, to));
    expect(mission).toBeUndefined();
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          source: 'test',
          location: 'mission.yaml',
          severity: 'error',
          remedy: expect.stringMatching(/./),
          ...expected,
        }),
      ]),
    );
  });

  it('reports all errors of a file at once, in the order of lines', () => {
    const text = good
      .replace('title: Web', 'tittle: Web')
      .replace('min: 1', 'min: x')
      .replace('kubernetes:apply', 'kubernetes:aply')
      .replace(
        "{ namespace: '${{ parameters.namespace }}' }",
        "{ namespace: '${{ parameters.nope }}' }",
      )
      .replace('{ name: a,', '{ generateName: a,');
    const { problems } = parse(text);
    expect(problems.map(p => [p.line, p.code])).toEqual([
      [4, 'MISSION_INVALID'],
      [5, 'MISSION_INVALID'],
      [12, 'MISSION_INVALID'],
      [15, 'ACTION_UNKNOWN'],
      [20, 'lint/generate-name'],
      [24, 'EXPRESSION_FAILED'],
    ]);
  });

  it('keeps what a warning names', () => {
    const image = good.replace('name: a,', 'name: a, image: nginx,');
    const { mission, problems } = parse(image);
    expect(mission).toBeDefined();
    expect(problems).toEqual([
      expect.objectContaining({ code: 'lint/unpinned', severity: 'warning' }),
    ]);
  });

  it('lets a draft have open points, and nothing else', () => {
    const chart = good.replace(
      'objects:',
      'chart: { name: web, version: ^1 }\n        objects:',
    );
    expect(parse(chart).mission).toBeUndefined();
    const draft = parse(
      chart.replace('type: install', 'type: install\n  lifecycle: draft'),
    );
    expect(draft.mission).toBeDefined();
    expect(draft.problems.map(p => [p.openPoint, p.message])).toEqual([
      [
        true,
        expect.stringContaining('Open point: The chart "web" has no digest'),
      ],
      [
        true,
        expect.stringContaining(
          'Open point: The chart "web" has no exact version',
        ),
      ],
    ]);
  });

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

describe('missionVersion', () => {
  const version = (text: string) => missionVersion(parse(text).mission!);

  it('is the same for comments, quotes, order of keys and empty lists', () => {
    const other = good
      .replace('title: Web', 'title: "Web" # for people')
      .replace(
        '  name: install-web\n  title: "Web" # for people\n',
        '  title: "Web" # for people\n  name: install-web\n',
      )
      .replace('  targets:', '  preflight: []\n  targets:');
    expect(other).not.toBe(good);
    expect(version(other)).toBe(version(good));
    expect(version(good)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('differs when the content does', () => {
    expect(version(good.replace('min: 1', 'min: 2'))).not.toBe(version(good));
  });
});

describe('the missions of this repository', () => {
  const root = resolve(__dirname, '../../../../missions');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    file => file.endsWith('mission.yaml'),
  );

  it.each(files)('%s follows the format', file => {
    const text = readFileSync(join(root, file), 'utf8');
    const { mission, problems } = parseMission(text, {
      source: 'repository',
      location: file,
    });
    expect(problems).toEqual([]);
    expect(mission).toBeDefined();
  });
});
