import type { MissionParameters } from './parameterSchema';
import { validateParameters } from './parameterValidation';
import { maskSecrets, secretPaths, secretValues } from './secrets';

const schema: MissionParameters = {
  required: ['namespace', 'token'],
  properties: {
    namespace: { type: 'string', pattern: '^[a-z]+$', default: 'web' },
    replicas: { type: 'integer', minimum: 1, maximum: 5, multipleOf: 1 },
    ratio: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    token: { type: 'string', secret: true, minLength: 8 },
    tier: { type: 'string', enum: ['gold', 'silver'] },
    url: { type: 'string', format: 'uri' },
    users: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          password: { type: 'string', secret: true },
          shell: { type: 'string', default: 'sh' },
        },
      },
    },
  },
};
const token = 'long-enough';

describe('validateParameters', () => {
  it('fills in defaults, also in items, and keeps types', () => {
    expect(
      validateParameters(schema, { token, users: [{ name: 'a' }] }),
    ).toEqual({
      values: { namespace: 'web', token, users: [{ name: 'a', shell: 'sh' }] },
      problems: [],
    });
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ token }, '', ''],
    [{}, 'token', 'Parameter "token" is required and has no value'],
    [
      { token, replicas: '3' },
      'replicas',
      'Parameter "replicas" must be a whole number; it is a text ("3")',
    ],
    [
      { token, replicas: 9 },
      'replicas',
      'Parameter "replicas" must be at most 5; it is 9',
    ],
    [
      { token, replicas: 1.5 },
      'replicas',
      'Parameter "replicas" must be a whole number; it is a number (1.5)',
    ],
    [
      { token, ratio: 1 },
      'ratio',
      'Parameter "ratio" must be less than 1; it is 1',
    ],
    [
      { token, namespace: 'A' },
      'namespace',
      'Parameter "namespace" must match ^[a-z]+$; it is "A"',
    ],
    [
      { token, tier: 'lead' },
      'tier',
      'Parameter "tier" must be one of "gold", "silver"; it is "lead"',
    ],
    [
      { token, url: 'no' },
      'url',
      'Parameter "url" must be an address such as https://example.com/app; it is "no"',
    ],
    [
      { token, replica: 1 },
      'replica',
      'Parameter "replica" is not declared by the mission. Did you mean "replicas"?',
    ],
    [
      { token: 'short' },
      'token',
      'Parameter "token" must have at least 8 characters; it is 5 long',
    ],
    [
      { token, users: [{ name: 1 }] },
      'users[0].name',
      'Parameter "users[0].name" must be a text; it is a whole number (1)',
    ],
    [
      { token, users: [] },
      'users',
      'Parameter "users" must have at least 1 items; it is 0 long',
    ],
  ])('says of %j what is wrong', (given, path, message) => {
    const { problems } = validateParameters(schema, given);
    expect(problems.map(found => [found.path, found.message])).toEqual(
      message ? [[path, message]] : [],
    );
  });

  it('names the rule by its keyword, with what the schema says', () => {
    const { problems } = validateParameters(schema, {
      token: 'short',
      namespace: 'A',
      replicas: 9,
      url: 'no',
      replica: 1,
      users: [{ shell: 1 }, { shell: 1 }],
    });
    expect(problems.map(({ path, fault }) => [path, fault])).toEqual([
      ['token', { keyword: 'minLength', limit: 8, length: 5 }],
      ['namespace', { keyword: 'pattern', pattern: '^[a-z]+$' }],
      ['replicas', { keyword: 'maximum', limit: 5 }],
      ['url', { keyword: 'format', format: 'uri' }],
      [
        'replica',
        {
          keyword: 'additionalProperties',
          name: 'replica',
          similar: 'replicas',
        },
      ],
      ['users', { keyword: 'uniqueItems' }],
      ['users[0].shell', { keyword: 'type', type: 'string' }],
      ['users[0].name', { keyword: 'required' }],
      ['users[1].shell', { keyword: 'type', type: 'string' }],
      ['users[1].name', { keyword: 'required' }],
    ]);
  });

  it('never quotes a secret', () => {
    const { problems } = validateParameters(schema, {
      token: 424242,
      users: 'hunter2' as unknown,
    });
    expect(problems).toHaveLength(2);
    expect(JSON.stringify(problems)).not.toMatch(/424242|hunter2/);
  });

  it('refuses every parameter of a mission that declares none', () => {
    expect(validateParameters(undefined, { x: 1 }).problems).toHaveLength(1);
    expect(validateParameters(undefined, undefined)).toEqual({
      values: {},
      problems: [],
    });
  });

  it('does not take inherited names for parameters', () => {
    expect(
      validateParameters(schema, { token, constructor: 1 }).problems[0].message,
    ).toMatch('Parameter "constructor" is not declared');
  });
});

describe('secrets', () => {
  const values = {
    token,
    namespace: 'web',
    users: [{ name: 'a', password: 'p' }, { name: 'b' }],
  };

  it('are found by path', () => {
    expect(secretPaths(schema)).toEqual(['token', 'users.*.password']);
  });

  it('are masked, and nothing else is', () => {
    expect(maskSecrets(schema, values)).toEqual({
      token: '***',
      namespace: 'web',
      users: [{ name: 'a', password: '***' }, { name: 'b' }],
    });
  });

  it('are listed longest first', () => {
    expect(secretValues(schema, values)).toEqual([token, 'p']);
  });
});

describe('a secret that could not be hidden', () => {
  it.each(['a', 'abc'])('is refused: %s', short => {
    const withSecret = {
      properties: { token: { type: 'string', secret: true } },
    } as const;
    const { problems } = validateParameters(withSecret, {
      token: short,
    });
    expect(problems).toMatchObject([
      { path: 'token', fault: { keyword: 'minLength', limit: 4 } },
    ]);
    expect(JSON.stringify(problems[0].message)).not.toContain(`"${short}"`);
    expect(validateParameters(withSecret, { token: '' }).problems).toEqual([]);
    expect(validateParameters(withSecret, { token: 'abcd' }).problems).toEqual(
      [],
    );
  });
});
