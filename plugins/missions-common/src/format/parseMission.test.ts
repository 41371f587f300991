import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { good, options } from './__testUtils__/missionFixture';
import { missionVersion } from './missionVersion';
import { parseMission } from './parseMission';

const parse = (text: string) => parseMission(text, options);

describe('parseMission', () => {
  it('reads a mission and fills in the lists that it leaves out', () => {
    const { mission, problems } = parse(good);
    expect(problems).toEqual([]);
    expect(mission?.spec.preflight).toEqual([]);
    expect(mission?.spec.steps[0].id).toBe('apply');
  });

  it('warns of what cannot be seen, at its place', () => {
    const hidden = good.replace(/^( *description: \S+)/m, '$1\u202e');
    const at = hidden.slice(0, hidden.indexOf('\u202e')).split('\n');
    const { mission, problems } = parse(hidden);
    expect(mission?.metadata.name).toBe(parse(good).mission?.metadata.name);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'lint/hidden-characters',
        severity: 'warning',
        line: at.length,
        column: at[at.length - 1].length + 1,
        message: 'The text holds \\u{202e}, which cannot be seen',
      }),
    ]);
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
      'an unknown key of demo',
      [/^spec:$/m, 'spec:\n  demo: { fixture: demo/cluster.yaml }'],
      {
        line: 8,
        path: 'spec.demo.fixture',
        message: expect.stringMatching(
          /"fixture" is not known at spec\.demo, expected one of fixtures, /,
        ),
        remedy: 'Remove or rename it. Did you mean "fixtures"?',
      },
    ],
    [
      'a dashboard of no orbit',
      [/^spec:$/m, 'spec:\n  dashboard: { groupBy: cluster }'],
      {
        line: 8,
        path: 'spec.dashboard',
        message:
          'spec.dashboard is for orbits; this mission is of type install',
      },
    ],
    [
      'a dashboard by something else',
      [/^spec:$/m, 'spec:\n  dashboard: { groupBy: owner }'],
      {
        line: 8,
        path: 'spec.dashboard.groupBy',
        message:
          'spec.dashboard.groupBy must be one of cluster, check, namespace, control; found "owner"',
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
      'an each that is no expression',
      [/^( *)action: kubernetes:apply$/m, '$&\n$1each: "[1, 2]"'],
      {
        code: 'MISSION_INVALID',
        path: 'spec.steps[0].each',
        message:
          'spec.steps[0].each must be a list, a map, or one ${{ }} that yields one; found "[1, 2]"',
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

  it('reports an id that is used twice beside what the schema refuses', () => {
    const text = good
      .replace('title: Web', 'tittle: Web')
      .replace(
        '  verify:',
        '    - { id: apply, action: core:sleep }\n    - { action: core:sleep }\n    - { action: core:sleep }\n  verify:',
      );
    const { problems } = parse(text);
    const twice = problems.filter(({ message }) => /twice/.test(message));
    expect(twice.map(({ path, message }) => [path, message])).toEqual([
      ['spec.steps[1].id', 'The id "apply" is used twice'],
    ]);
    expect(problems.map(({ path }) => path)).toContain('metadata.tittle');
  });

  it('keeps what a warning names', () => {
    const image = good.replace('name: a,', 'name: a, image: nginx,');
    const { mission, problems } = parse(image);
    expect(JSON.stringify(mission?.spec.steps[0].input)).toContain(
      '"image":"nginx"',
    );
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
    expect(draft.mission?.spec.lifecycle).toBe('draft');
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
});

describe('demo.fixtures', () => {
  const withFixtures = (path: string) =>
    parse(good.replace(/^spec:$/m, `spec:\n  demo: { fixtures: '${path}' }`));

  it.each(['cluster.yaml', 'demo/cluster.yaml', 'demo/a.b/cluster-1.yml'])(
    'may be %s',
    path => {
      expect(withFixtures(path).mission?.spec.demo?.fixtures).toBe(path);
    },
  );

  it.each([
    '../cluster.yaml',
    'demo/../../cluster.yaml',
    './cluster.yaml',
    '/etc/cluster.yaml',
    'C:/cluster.yaml',
    'demo\\cluster.yaml',
    'demo//cluster.yaml',
    'demo/%2e%2e/cluster.yaml',
    '.hidden/cluster.yaml',
    'https://example.com/cluster.yaml',
    'file:cluster.yaml',
    'cluster.json',
    'cluster.yaml?raw=1',
    '',
  ])('may not be "%s", and says where and what instead', path => {
    const { mission, problems } = withFixtures(path);
    expect(mission).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'MISSION_INVALID',
        line: 8,
        path: 'spec.demo.fixtures',
        message: expect.stringContaining(
          'must be a YAML file below the directory of the mission',
        ),
        remedy:
          'Change it to a YAML file below the directory of the mission, such as demo/cluster.yaml.',
      }),
    ]);
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
    expect(mission?.spec.type).toBe(file.split('/')[0]);
  });
});
