import { good, options } from './__testUtils__/missionFixture';
import { parseMission } from './parseMission';

const withDemo = (parameters: string) =>
  parseMission(
    good
      .replace(
        'properties:\n',
        `properties:
      token: { type: string, secret: true }
      users: { type: array, items: { type: object, properties: { name: { type: string } } } }
`,
      )
      .replace(/^spec:$/m, `spec:\n  demo: { parameters: ${parameters} }`)
      .replace(
        "input: { namespace: '${{ parameters.namespace }}' }",
        "input: { namespace: '${{ parameters.namespace }}', a: '${{ parameters.token }}', b: '${{ parameters.users }}' }",
      ),
    options,
  );

describe('demo.parameters', () => {
  it('may hold values that the declared parameters take', () => {
    const { mission, problems } = withDemo(
      '{ namespace: shop, users: [{ name: jane }] }',
    );
    expect(problems).toEqual([]);
    expect(mission?.spec.demo?.parameters).toEqual({
      namespace: 'shop',
      users: [{ name: 'jane' }],
    });
  });

  it.each([
    [
      '{ namespcae: shop }',
      'namespcae',
      'Parameter "namespcae" is not declared by the mission',
      /Did you mean "namespace"\?/,
    ],
    [
      '{ namespace: 3 }',
      'namespace',
      'Parameter "namespace" must be a text; it is a whole number (3)',
      /spec\.parameters\.properties\.namespace/,
    ],
    [
      '{ users: [{ name: 3 }] }',
      'users',
      'Parameter "users[0].name" must be a text; it is a whole number (3)',
      /Change the value/,
    ],
    [
      '{ namespace: null }',
      'namespace',
      'Parameter "namespace" must be a text; it is null',
      /Change the value/,
    ],
    [
      '{ token: hunter22 }',
      'token',
      'Parameter "token" is secret, and a secret in a file is none',
      /Remove it/,
    ],
    [
      '{ constructor: a }',
      'constructor',
      'Parameter "constructor" is not declared by the mission',
      /Declare it/,
    ],
  ])('may not be %s', (given, name, message, remedy) => {
    const { mission, problems } = withDemo(given);
    expect(mission).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'MISSION_INVALID',
        severity: 'error',
        line: 8,
        path: `spec.demo.parameters.${name}`,
        message,
        remedy: expect.stringMatching(remedy),
      }),
    ]);
    expect(JSON.stringify(problems)).not.toContain('hunter22');
  });
});
