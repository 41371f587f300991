import { good, options } from './__testUtils__/missionFixture';
import { parseMission } from './parseMission';

const WHOLE = good
  .replace(
    / {2}parameters:[\s\S]*?(?= {2}steps)/,
    `  parameters:
    required: [namespace, gone]
    properties:
      namespace: { type: string, format: uri, pattern: '(', minLength: 9, default: web }
      size: { type: integer, minimum: 5, maximum: 2, secret: true }
      tier: { type: string, minLength: 2, enum: [a], deflaut: ab }
      inner: { type: object, required: [x], properties: { y: { type: string } } }
  targets: { min: 3, max: 2, roles: { hub: { min: 2, max: 1 } } }
  waves: [{ parallel: 2, verify: true }]
  schedule: { cron: '99 * * * *', timeZone: Mars/Olympus, grace: 1h }
  demo: { parameters: { tier: a, other: 1 } }
`,
  )
  .replace(
    /(action: kubernetes:apply)/,
    `$1
      role: edge
      needs: [later]
      timeout: { base: 2m, extendWhileProgressing: 1m }`,
  );

/** Each error of {@link WHOLE}, by its path. */
const PATHS = [
  'spec.parameters.required[1]',
  'spec.parameters.properties.namespace.pattern',
  'spec.parameters.properties.namespace.default',
  'spec.parameters.properties.size.minimum',
  'spec.parameters.properties.size.secret',
  'spec.parameters.properties.tier.enum',
  'spec.parameters.properties.tier.deflaut',
  'spec.parameters.properties.inner.required[0]',
  'spec.targets.min',
  'spec.targets.roles.hub.min',
  'spec.waves[0]',
  'spec.schedule',
  'spec.schedule.cron',
  'spec.schedule.timeZone',
  'spec.demo.parameters.tier',
  'spec.demo.parameters.other',
  'spec.steps[0].role',
  'spec.steps[0].needs[0]',
  'spec.steps[0].timeout.extendWhileProgressing',
];

/** Errors of the format at their paths; what the linter says aside. */
function errors(text: string) {
  return parseMission(text, options).problems.filter(
    ({ code }) => code === 'MISSION_INVALID',
  );
}

const paths = (text: string) => errors(text).map(({ path }) => path);

describe('all errors of a file', () => {
  it.each<[string, [RegExp | string, string], string]>([
    ['an unknown kind', ['kind: Mission', 'kind: Misson'], 'kind'],
    [
      'an unknown lifecycle',
      [/^spec:$/m, 'spec:\n  lifecycle: prod'],
      'spec.lifecycle',
    ],
    [
      'a format that there is not',
      ['format: uri', 'format: url'],
      'spec.parameters.properties.namespace.format',
    ],
    [
      'a limit that is no number',
      ['secret: true', 'secret: true, multipleOf: x'],
      'spec.parameters.properties.size.multipleOf',
    ],
    [
      'a wave that is no number',
      ['parallel: 2', 'parallel: x'],
      'spec.waves[0].parallel',
    ],
    [
      'a grace that is none',
      ['grace: 1h', 'grace: soon'],
      'spec.schedule.grace',
    ],
    [
      'a cluster selector that is none',
      ['{ min: 3,', '{ select: 1, min: 3,'],
      'spec.targets.select',
    ],
    ['an id that is none', ['id: ready', 'id: Ready!'], 'spec.verify[0].id'],
  ])('are said beside %s', (_, [from, to], path) => {
    expect(WHOLE).toMatch(from);
    expect(paths(WHOLE.replace(from, to)).sort()).toEqual(
      [...PATHS, path].sort(),
    );
  });

  it('have a place each, and say what to do', () => {
    const found = errors(WHOLE.replace('format: uri', 'format: url'));
    expect(found).toHaveLength(PATHS.length + 1);
    for (const problem of found) {
      expect(problem).toEqual(
        expect.objectContaining({
          line: expect.any(Number),
          column: expect.any(Number),
          path: expect.stringMatching(/^spec\./),
          remedy: expect.stringMatching(/\.|\?$/),
        }),
      );
      expect(problem.line).toBeGreaterThan(8);
    }
  });

  it.each<[string, [RegExp | string, string][], string[]]>([
    [
      'steps',
      [[/ {2}steps:\n[\s\S]*(?= {2}verify:)/, '  steps: 5\n']],
      ['spec.steps'],
    ],
    ['targets', [['{ min: 1 }', '5']], ['spec.targets']],
    ['the type', [['type: install', 'type: instal']], ['spec.type']],
    [
      'properties',
      [[/properties:\n.*\n/, 'properties: 5\n    required: [namespace]\n']],
      ['spec.parameters.properties'],
    ],
    [
      'one property',
      [[/namespace: \{ type.*/, 'namespace:\n    required: [namespace]']],
      ['spec.parameters.properties.namespace'],
    ],
    [
      'the type of a property',
      [['type: string, default: web', 'type: text, default: 5, minLength: 1']],
      ['spec.parameters.properties.namespace.type'],
    ],
    [
      'additionalProperties',
      [
        [
          'type: string, default: web',
          'type: object, default: { a: 1 }, additionalProperties: maybe',
        ],
      ],
      ['spec.parameters.properties.namespace.additionalProperties'],
    ],
    [
      'roles',
      [
        ['{ min: 1 }', '{ roles: [hub] }'],
        ['id: apply', 'id: apply\n      role: hub'],
      ],
      ['spec.targets.roles'],
    ],
    [
      'the id of a step',
      [
        ['id: apply\n      action', 'action'],
        [
          /^ {2}verify:$/m,
          '    - id: next\n      action: core:sleep\n      needs: [apply]\n  verify:',
        ],
      ],
      ['spec.steps[0].id'],
    ],
    [
      'a need and a required name',
      [
        ['id: apply', 'id: apply\n      needs: [5]'],
        ['parameters:', 'parameters:\n    required: [5]'],
      ],
      ['spec.parameters.required[0]', 'spec.steps[0].needs[0]'],
    ],
    [
      'the cadence of an orbit',
      [
        ['type: install', 'type: orbit\n  schedule: { cadence: yearly }'],
        [/ {2}steps:\n[\s\S]*(?=^ {2}verify:)/m, ''],
        ['verify:', 'checks:'],
      ],
      ['spec.schedule.cadence'],
    ],
  ])('leave out what follows only from %s', (_, changes, expected) => {
    const text = changes.reduce((before, [from, to]) => {
      expect(before).toMatch(from);
      return before.replace(from, to);
    }, good);
    expect(paths(text)).toEqual(expected);
  });
});
