import { propertyOptions } from '@mission-control/plugin-missions-backend/testUtils';
import {
  kubernetesActions,
  kubernetesChecks,
} from '@mission-control/plugin-missions-backend-module-kubernetes';
import fc from 'fast-check';
import { attackOf, attacks } from './attacks';
import { HostileCluster } from './HostileCluster';
import { actUnderAttack, checkUnderAttack, phases } from './underAttack';

jest.setTimeout(15 * 60_000);

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'web',
  name: 'web',
};
const MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

/** An input of every check. */
const checks: Record<string, object> = {
  'kubernetes:version': { range: '>=1.20.0-0' },
  'kubernetes:api': { apiVersion: 'apps/v1', kind: 'Deployment' },
  'kubernetes:permission': {
    rules: [{ apiVersion: 'apps/v1', kind: 'Deployment', verbs: ['get'] }],
  },
  'kubernetes:object': {
    object: DEPLOYMENT,
    expect: 'object.spec.replicas == 1',
  },
  'kubernetes:ready': { objects: [DEPLOYMENT], stableFor: '1s' },
  'kubernetes:endpoint': { namespace: 'web', service: 'web', port: 80 },
  'kubernetes:resource-limits': {},
};

/** An input of every action; what it writes is new each time. */
const actions: Record<string, (name: string) => object> = {
  'kubernetes:apply': name => ({
    objects: [
      { ...MAP, metadata: { name, namespace: 'web' }, data: { a: name } },
    ],
  }),
  'kubernetes:patch': name => ({
    object: DEPLOYMENT,
    patch: { metadata: { annotations: { note: name } } },
  }),
  'kubernetes:delete': () => ({
    objects: [{ ...MAP, namespace: 'web', name: 'kept' }],
  }),
  'kubernetes:scale': () => ({ object: DEPLOYMENT, replicas: 2 }),
  'kubernetes:restart': () => ({ object: DEPLOYMENT }),
  'kubernetes:wait': () => ({ objects: [DEPLOYMENT], timeout: '1s' }),
  'kubernetes:job': name => ({ namespace: 'web', name, image: 'a:1' }),
  'kubernetes:logs': () => ({ namespace: 'web', selector: 'app=web' }),
  'kubernetes:get': () => DEPLOYMENT,
  'kubernetes:rollout-history': () => ({ namespace: 'web', name: 'web' }),
};

describe('a cluster that answers what Kubernetes would not', () => {
  let cluster: HostileCluster;
  let made = 0;

  beforeAll(async () => {
    cluster = await HostileCluster.start();
    const { client } = cluster;
    const create = (path: string, body: object) =>
      client.request({ method: 'POST', path, body });
    await create('/api/v1/namespaces', { metadata: { name: 'web' } });
    const labels = { app: 'web' };
    await create('/apis/apps/v1/namespaces/web/deployments', {
      metadata: { name: 'web' },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] },
        },
      },
    });
    await create('/api/v1/namespaces/web/services', {
      metadata: { name: 'web' },
      spec: { selector: labels, ports: [{ port: 80 }] },
    });
    await create('/api/v1/namespaces/web/configmaps', {
      metadata: { name: 'kept' },
      data: { a: '1' },
    });
  });

  afterAll(async () => {
    await cluster?.stop();
  });

  const layings = fc.record({
    after: fc.nat(6),
    every: fc.boolean(),
    change: attacks.map(attackOf),
  });

  it('has an input of every check and action here', () => {
    expect(Object.keys(checks).sort()).toEqual(
      kubernetesChecks.map(({ id }) => id).sort(),
    );
    expect(Object.keys(actions).sort()).toEqual(
      kubernetesActions.map(({ id }) => id).sort(),
    );
  });

  it('leaves every check with an answer in its own words', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(checks)),
        layings,
        async (id, laying) => {
          const { status, flaw } = await checkUnderAttack({
            ...{ cluster, id, laying, input: checks[id] },
          });
          expect(['pass', 'warn', 'fail', 'unknown', 'threw']).toContain(
            status,
          );
          expect(flaw).toBeUndefined();
        },
      ),
      propertyOptions(60),
    );
  });

  it('ends every plan, run and undo of an action by an error of the catalogue', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(actions)),
        layings,
        phases,
        async (id, laying, phase) => {
          made += 1;
          const name = `m${made}`;
          const flaw = await actUnderAttack({
            ...{ cluster, id, laying, phase, name, input: actions[id](name) },
          });
          expect(flaw).toBeUndefined();
        },
      ),
      propertyOptions(60),
    );
  });
});
