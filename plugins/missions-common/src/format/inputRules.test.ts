import { z } from 'zod';
import { DURATION_PATTERN } from './duration';
import { good, options } from './__testUtils__/missionFixture';
import { parseMission } from './parseMission';

const apply = z.strictObject({
  objects: z
    .array(
      z
        .looseObject({ kind: z.string(), name: z.string().optional() })
        .refine(({ name }) => name !== 'bad', 'nobody is called bad'),
    )
    .describe('Manifests.'),
  mode: z.enum(['server', 'client']).default('server'),
  wait: z.boolean().optional(),
  count: z.int().min(1).optional(),
  either: z.union([z.string(), z.number()]).optional(),
  range: z
    .strictObject({ from: z.string(), to: z.string() })
    .refine(({ from, to }) => from < to, { path: ['to'], message: 'less' })
    .optional(),
  labels: z.record(z.string(), z.string()).optional(),
  delay: z
    .string()
    .regex(/^\d+s$/)
    .optional()
    .describe('Such as 30s.'),
  pause: z
    .string()
    .regex(/^\d+s$/)
    .optional()
    .describe('Defaults to 15s'),
  expires: z
    .string()
    .meta({ pattern: DURATION_PATTERN.source })
    .optional()
    .describe('Then it is rejected.'),
});
const ready = z.strictObject({ namespace: z.string() });

const inputSchema = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>;

const faultsOf = (schema: z.ZodType) => (input: unknown) =>
  (schema.safeParse(input, { reportInput: true }).error?.issues ?? []).map(
    issue => ({
      path: [
        ...(issue.path as (string | number)[]),
        ...(issue.code === 'unrecognized_keys' ? issue.keys : []),
      ],
      message: issue.message,
      ...(issue.code === 'custom' && { judged: issue.input }),
    }),
  );

function problems(input: string, check = '{ namespace: web }') {
  const text = good
    .replace(/input:\n\s+objects:[\s\S]*?(?=\n {2}verify)/, `input: ${input}`)
    .replace("{ namespace: '${{ parameters.namespace }}' }", check)
    .replace(/ {2}parameters:\n.*\n.*\n/, '');
  return parseMission(text, {
    ...options,
    knownActions: new Map([
      [
        'kubernetes:apply',
        {
          effect: 'write',
          undo: true,
          inputSchema: inputSchema(apply),
          inputFaults: faultsOf(apply),
        },
      ],
    ]),
    knownChecks: new Map([
      ['kubernetes:ready', { inputSchema: inputSchema(ready) }],
    ]),
  }).problems;
}

describe('inputs of actions and checks', () => {
  it.each([
    ['{ objects: [{ kind: A }] }'],
    ["{ objects: '${{ run.id }}', wait: '${{ run.id == \"x\" }}' }"],
    ['{ objects: [], mode: client, either: 3, labels: { a: b } }'],
    ["{ objects: [], mode: 'x${{ run.id }}' }"],
    ["{ objects: [], delay: '${{ run.id }}s' }"],
    ['{ objects: [], delay: 30s }'],
    ["{ objects: [], count: '${{ 0 }}' }"],
    ["{ objects: [], range: { from: 'x${{ run.id }}', to: a } }"],
    ["{ objects: [{ kind: '${{ run.id }}', name: bad }] }"],
  ])('accepts %s', input => {
    expect(problems(input)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['{}', 'spec.steps[0].input', 'spec.steps[0].input lacks "objects"'],
    [
      '{ objcts: [], objects: [] }',
      'spec.steps[0].input.objcts',
      '"objcts" is not known at spec.steps[0].input, expected one of objects, mode, wait, count, either, range, labels, delay, pause, expires',
    ],
    [
      '{ objects: {} }',
      'spec.steps[0].input.objects',
      'spec.steps[0].input.objects must be a list; found a map',
    ],
    [
      '{ objects: [{}] }',
      'spec.steps[0].input.objects[0]',
      'spec.steps[0].input.objects[0] lacks "kind"',
    ],
    [
      '{ objects: [], mode: servr }',
      'spec.steps[0].input.mode',
      'spec.steps[0].input.mode must be one of server, client; found "servr"',
    ],
    [
      '{ objects: [], wait: "yes" }',
      'spec.steps[0].input.wait',
      'spec.steps[0].input.wait must be true or false; found "yes"',
    ],
    [
      '{ objects: [], count: 1.5 }',
      'spec.steps[0].input.count',
      'spec.steps[0].input.count must be a whole number; found 1.5',
    ],
    [
      '{ objects: [], labels: { a: 1 } }',
      'spec.steps[0].input.labels.a',
      'spec.steps[0].input.labels.a must be a text; found 1',
    ],
    [
      '{ objects: [], delay: 5 parsecs }',
      'spec.steps[0].input.delay',
      'spec.steps[0].input.delay must match ^\\d+s$; found "5 parsecs"',
    ],
    [
      '{ objects: [], count: 0 }',
      'spec.steps[0].input.count',
      'spec.steps[0].input.count: Too small: expected number to be >=1; found 0',
    ],
    [
      '{ objects: [{ kind: A, name: bad }] }',
      'spec.steps[0].input.objects[0]',
      'spec.steps[0].input.objects[0]: nobody is called bad; found a map',
    ],
    [
      '{ objects: [], range: { from: b, to: a } }',
      'spec.steps[0].input.range.to',
      'spec.steps[0].input.range.to: less; found "a"',
    ],
    [
      '{ objects: [], either: {} }',
      'spec.steps[0].input.either',
      'spec.steps[0].input.either: Invalid input; found a map',
    ],
  ])('refuses %s', (input, path, message) => {
    expect(problems(input)).toEqual([
      expect.objectContaining({
        code: 'ACTION_INPUT_INVALID',
        severity: 'error',
        path,
        message,
        remedy: expect.stringMatching(/\.|\?$/),
      }),
    ]);
  });

  it.each([
    [
      '{ objects: [], delay: x }',
      'Correct the value. Its description: Such as 30s.',
    ],
    [
      '{ objects: [], pause: x }',
      'Correct the value. Its description: Defaults to 15s.',
    ],
    ['{}', 'Add objects. Its description: Manifests.'],
  ])('of %s says what to do, then what the input is: %s', (input, remedy) => {
    expect(problems(input).map(problem => problem.remedy)).toEqual([remedy]);
  });

  it('says of a duration that is none how to write one', () => {
    expect(problems('{ objects: [], expires: soon }')).toMatchObject([
      {
        path: 'spec.steps[0].input.expires',
        message:
          'spec.steps[0].input.expires must be a duration such as 1h30m; found "soon"',
        remedy: 'Change it to a duration such as 1h30m.',
      },
    ]);
  });

  it('looks at checks too', () => {
    expect(
      problems('{ objects: [] }', '{ namspace: web }').map(p => p.message),
    ).toEqual([
      'spec.verify[0].input lacks "namespace"',
      '"namspace" is not known at spec.verify[0].input, expected one of namespace',
    ]);
  });

  it('reads the expectation of checks that take CEL', () => {
    const text = good.replace(
      /check: kubernetes:ready\n.*\n/,
      "check: kubernetes:object\n      input: { ns: '${{ parameters.namespace }}', expect: 'object.spec.replicas >' }\n",
    );
    expect(parseMission(text, { source: 's', location: 'l' }).problems).toEqual(
      [
        expect.objectContaining({
          code: 'EXPRESSION_FAILED',
          line: 24,
          path: 'spec.verify[0].input.expect',
          message: expect.stringContaining('cannot be read'),
        }),
      ],
    );
  });

  it.each([
    ['kubernetes:object', 'expect: object.a == parameters.b', 'object'],
    [
      'kubernetes:endpoint',
      'expect: { json: body.a == parameters.b }',
      'status, body',
    ],
    ['core:http', 'expect: { json: body.a == parameters.b }', 'status, body'],
  ])(
    'refuses a name that the expectation of %s cannot read',
    (check, expectation, names) => {
      const text = good.replace(
        /check: kubernetes:ready\n.*\n/,
        `check: ${check}\n      input: { ns: '\${{ parameters.namespace }}', ${expectation} }\n`,
      );
      expect(
        parseMission(text, { source: 's', location: 'l' }).problems,
      ).toEqual([
        expect.objectContaining({
          code: 'EXPRESSION_FAILED',
          severity: 'error',
          message: expect.stringMatching(
            `== parameters.b" reads "parameters"; it may read ${names}$`,
          ),
          remedy: expect.stringContaining('${{ }}'),
        }),
      ]);
    },
  );

  it('leaves an expectation alone that is only complete in a run', () => {
    const text = good.replace(
      /check: kubernetes:ready\n.*\n/,
      `check: kubernetes:object\n      input: { expect: "object.a == '\${{ parameters.namespace }}'" }\n`,
    );
    expect(parseMission(text, { source: 's', location: 'l' }).problems).toEqual(
      [],
    );
  });

  it('refuses a name that the condition of a wait cannot read', () => {
    const text = good
      .replace(/action: kubernetes:apply/, 'action: kubernetes:wait')
      .replace(
        /input:\n\s+objects:[\s\S]*?(?=\n {2}verify)/,
        'input: { for: condition, condition: obj.a == 1 }',
      );
    expect(
      parseMission(text, { source: 's', location: 'l' }).problems,
    ).toContainEqual(
      expect.objectContaining({
        code: 'EXPRESSION_FAILED',
        path: 'spec.steps[0].input.condition',
        message: expect.stringContaining('reads "obj"; it may read object'),
      }),
    );
  });
});
