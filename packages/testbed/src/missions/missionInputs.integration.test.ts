import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { startPortal, type Portal } from '../portal/startPortal';

jest.setTimeout(120_000);

const MISSIONS = resolve(__dirname, '../../../../missions');
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** A mission with these steps and proofs. */
const mission = (
  name: string,
  steps: string,
  verify: string,
  parameters = '',
) => `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: ${name}, description: Has its inputs. }
spec:
  type: install
  targets: { min: 1 }
${parameters}
  steps: [${steps}]
  verify: [${verify}]
`;
const object = '{ apiVersion: v1, kind: ConfigMap, name: a, namespace: b }';
const manifest =
  '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: b } }';
const step = (action: string, input: string) =>
  `{ id: step, action: '${action}', irreversible: A test, input: ${input} }`;
const apply = step('kubernetes:apply', `{ objects: [${manifest}] }`);
const check = (input: string) =>
  `{ id: proof, check: 'kubernetes:object', input: ${input} }`;
const proof = check(`{ object: ${object} }`);

const FILES: Readonly<Record<string, string>> = {
  check: mission('check', apply, check(`{ objct: ${object} }`)),
  apply: mission(
    'apply',
    step('kubernetes:apply', `{ objcts: [${manifest}] }`),
    proof,
  ),
  delete: mission(
    'delete',
    step('kubernetes:delete', '{ kind: ConfigMap, name: a }'),
    proof,
  ),
  sleep: mission(
    'sleep',
    `${step('core:sleep', '{ duration: 5 parsecs }')}, ${apply.replace(
      'id: step',
      'id: apply',
    )}`,
    proof,
  ),
  version: mission(
    'version',
    apply,
    "{ id: proof, check: 'kubernetes:version', input: { range: latest } }",
  ),
  patch: mission(
    'patch',
    step(
      'kubernetes:patch',
      `{ object: ${object}, type: json, patch: [{ op: ad, path: /a }] }`,
    ),
    proof,
  ),
  unlike: mission(
    'unlike',
    step('kubernetes:patch', `{ object: ${object}, type: json, patch: {} }`),
    proof,
  ),
  address: mission(
    'address',
    apply,
    "{ id: proof, check: 'core:http', input: { url: 'ftp://x', expect: { status: 200 } } }",
  ),
  known: mission(
    'known-later',
    `${step(
      'core:sleep',
      "{ duration: '${{ parameters.namespace }}m' }",
    )}, ${apply
      .replace('id: step', 'id: apply')
      .replace(manifest, "'${{ parameters.namespace }}'")}`,
    check("{ object: '${{ parameters.namespace }}' }"),
    '  parameters: { properties: { namespace: { type: string } } }',
  ),
};

describe('inputs of missions, when they are read', () => {
  let folder: string;
  let portal: Portal;
  let problems: Record<string, string>[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-inputs-'));
    for (const [name, text] of Object.entries(FILES)) {
      await writeFile(join(folder, `${name}.mission.yaml`), text);
    }
    portal = await startPortal({
      knex: await databases.init('SQLITE_3'),
      config: {
        sources: [
          { name: 'mission-control', type: 'directory', path: MISSIONS },
          { name: 'written', type: 'directory', path: folder },
        ],
      },
    });
    const { items } = await portal
      .as('operator')
      .request('GET', '/mission-problems');
    problems = items;
  });

  afterAll(async () => {
    await portal?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const errorsOf = (name: string) =>
    problems.filter(
      ({ location, severity }) =>
        location === `${name}.mission.yaml` && severity === 'error',
    );

  it.each([
    ['check', 'spec.verify[0].input.objct', /one of object, absent, expect/],
    ['apply', 'spec.steps[0].input.objcts', /one of objects, takeOver/],
    ['delete', 'spec.steps[0].input.kind', /one of objects, takeOver/],
    ['sleep', 'spec.steps[0].input.duration', /"5 parsecs"/],
    ['version', 'spec.verify[0].input.range', /found "latest"$/],
    ['patch', 'spec.steps[0].input.patch[0].op', /"add"\|"remove".*"ad"$/],
    ['unlike', 'spec.steps[0].input', /of type json is a list of operations/],
    ['address', 'spec.verify[0].input.url', /found "ftp:\/\/x"$/],
  ])('refuses a wrong input of %s', (name, path, message) => {
    expect(errorsOf(name)).toContainEqual(
      expect.objectContaining({
        code: 'ACTION_INPUT_INVALID',
        path,
        line: expect.any(Number),
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(/\w/),
      }),
    );
  });

  it('takes what is known in a run only, and all that is shipped', async () => {
    expect(errorsOf('known')).toEqual([]);
    expect(
      problems.filter(({ source }) => source === 'mission-control'),
    ).toEqual([]);
    const { items } = await portal.as('operator').request('GET', '/missions');
    expect(items.map(({ ref }: { ref: string }) => ref)).toEqual(
      expect.arrayContaining([
        'written/known-later',
        'mission-control/verify-rollout',
      ]),
    );
    expect(items).toHaveLength(7);
  });
});
