import { propertyOptions } from '@mission-control/plugin-missions-backend/testUtils';
import fc from 'fast-check';
import { openVersion } from '../definitions/openVersion';
import {
  definitionAttack,
  definitionFlaws,
  ELSEWHERE,
  type DefinitionFlaw,
} from './definitionAttacks';
import { HostileCluster } from './HostileCluster';
import { actUnderAttack, checkUnderAttack, phases } from './underAttack';

jest.setTimeout(15 * 60_000);

const GROUP = 'shop.example.com';
const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
};
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const GADGET = { apiVersion: `${GROUP}/v1`, kind: 'Gadget' };

const WAIT_MS = 20_000;
const ANEW_MS = 1_000;

/** Those of one case: what is served is asked for in each group, owners are looked for, and objects are waited for. */
const MOST_REQUESTS = 3_000;

const definition = (plural: string, kind: string) => ({
  ...DEFINITION,
  metadata: { name: `${plural}.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural, kind },
    versions: [openVersion('v1')],
  },
});
const gadget = (name: string) => ({
  ...GADGET,
  metadata: { name, namespace: 'web' },
  spec: { size: 1 },
});
const ref = { ...GADGET, namespace: 'web', name: 'kept' };

const checks: Record<string, object> = {
  'kubernetes:api': GADGET,
  'kubernetes:object': { object: ref, expect: 'object.spec.size == 1' },
  'kubernetes:ready': {
    objects: [ref, { ...DEFINITION, name: `gadgets.${GROUP}` }],
    stableFor: '1s',
  },
};

/** What an action does with definitions and their objects; what it writes is new each time. */
const steps: readonly (readonly [
  id: string,
  input: (name: string) => object,
])[] = [
  [
    'kubernetes:apply',
    name => ({ objects: [definition(`${name}s`, `Kind-${name}`)] }),
  ],
  ['kubernetes:apply', name => ({ objects: [gadget(name)] })],
  ['kubernetes:patch', name => ({ object: ref, patch: { spec: { name } } })],
  ['kubernetes:delete', () => ({ objects: [ref] })],
  [
    'kubernetes:delete',
    () => ({ objects: [{ ...DEFINITION, name: `gadgets.${GROUP}` }] }),
  ],
  [
    'kubernetes:delete',
    () => ({
      objects: [{ apiVersion: 'v1', kind: 'Namespace', name: 'other' }],
    }),
  ],
  ['kubernetes:wait', () => ({ objects: [ref], timeout: '1s' })],
  ['kubernetes:get', () => ref],
  ['kubernetes:get', () => ({ ...GADGET, namespace: 'web' })],
];

describe('a cluster whose definitions and custom resources are strange', () => {
  let cluster: HostileCluster;
  let made = 0;

  beforeAll(async () => {
    cluster = await HostileCluster.start();
  });

  afterAll(async () => {
    await cluster?.stop();
  });

  /** What is there before each case: those before may have deleted it. */
  async function put() {
    const { client } = cluster;
    const create = (path: string, body: object) =>
      client.request({ method: 'POST', path, body }).catch(() => undefined);
    const path = `/apis/${GROUP}/v1/namespaces`;
    const end = Date.now() + WAIT_MS;
    // An undo puts back what it was told, which may be no definition of gadgets.
    let anew = Date.now() + ANEW_MS;
    for (;;) {
      for (const name of ['web', 'other']) {
        await create('/api/v1/namespaces', { metadata: { name } });
      }
      await create(DEFINITIONS, definition('gadgets', 'Gadget'));
      for (const namespace of ['web', 'other']) {
        await create(`${path}/${namespace}/gadgets`, {
          ...gadget('kept'),
          metadata: { name: 'kept', namespace },
        });
      }
      const error = await client
        .request({ path: `${path}/web/gadgets/kept` })
        .then(
          () => undefined,
          thrown => thrown,
        );
      if (!error) {
        return;
      }
      if (Date.now() > end) {
        throw error;
      }
      if (Date.now() > anew) {
        anew = Date.now() + ANEW_MS;
        const method = 'DELETE';
        const at = `${DEFINITIONS}/gadgets.${GROUP}`;
        await client.request({ method, path: at }).catch(() => undefined);
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  const layingOf = (strange: DefinitionFlaw) => ({
    after: 0,
    every: true,
    change: definitionAttack(strange),
  });

  /** Paths that lead to something else than they say, and more than there may be. */
  function expectPlainRequests() {
    const { asked } = cluster;
    const strange = asked.filter(url => {
      const [path] = url.split('?');
      return (
        new URL(path, 'http://cluster').pathname !== path ||
        path.split('/').some(part => part === ELSEWHERE)
      );
    });
    expect(strange).toEqual([]);
    expect(asked.length).toBeLessThan(MOST_REQUESTS);
  }

  it('leaves every check with an answer in its own words', async () => {
    await put();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(checks)),
        definitionFlaws,
        async (id, strange) => {
          const { status, flaw } = await checkUnderAttack({
            ...{ cluster, id, laying: layingOf(strange), input: checks[id] },
          });
          expect(['pass', 'warn', 'fail', 'unknown', 'threw']).toContain(
            status,
          );
          expect(flaw).toBeUndefined();
          expectPlainRequests();
        },
      ),
      propertyOptions(60),
    );
  });

  it('ends every plan, run and undo of an action by an error of the catalogue', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...steps),
        definitionFlaws,
        phases,
        async ([id, inputOf], strange, phase) => {
          await put();
          made += 1;
          const name = `m${made}`;
          const flaw = await actUnderAttack({
            ...{ cluster, id, phase, name, input: inputOf(name) },
            laying: layingOf(strange),
          });
          expect(flaw).toBeUndefined();
          expectPlainRequests();
        },
      ),
      propertyOptions(130),
    );
  });
});
