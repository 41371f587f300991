import { ConfigReader } from '@backstage/config';
import type {
  ClusterClient,
  ClusterProvider,
} from '@mission-control/plugin-missions-node';
import { createSimulator } from '@mission-control/plugin-missions-backend-module-demo';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mockLogger } from '../../__testUtils__/mockLogger';
import {
  askIdentity,
  DefaultClusterRegistry,
  kubeconfigProvider,
  type ClusterRegistry,
} from '../../clusters';
import { clusterAccess } from './clusterAccess';

/** Kubeconfig of a real API server; .ci/run and `npm test` set it. */
const KUBECONFIG = process.env.MISSIONS_TEST_KUBECONFIG;
const TEST_TIMEOUT_MS = 60_000;

interface Started {
  readonly provider: ClusterProvider;
  stop(): Promise<void>;
}

const startSimulator = async (): Promise<Started> => {
  const simulator = await createSimulator({ name: 'sim', speed: 20 });
  return {
    provider: {
      id: 'demo',
      clusters: async () => [
        {
          name: 'sim',
          writable: true,
          server: simulator.server,
          caData: simulator.caData,
          auth: { kind: 'token', token: simulator.adminToken },
        },
      ],
    },
    stop: () => simulator.stop(),
  };
};

const startReal = async (): Promise<Started> => ({
  provider: kubeconfigProvider({
    logger: mockLogger(),
    config: new ConfigReader({
      missions: { kubeconfig: { path: KUBECONFIG } },
    }),
  }),
  stop: async () => {},
});

const servers: [string, () => Promise<Started>][] = [
  ['the simulator', startSimulator],
];
if (KUBECONFIG) {
  servers.push(['a real API server', startReal]);
}

const rbac = '/apis/rbac.authorization.k8s.io/v1';

/** The role that docs/clusters.md tells administrators to bind. */
async function documentedRole(): Promise<object> {
  const text = readFileSync(
    resolve(__dirname, '../../../../../docs/clusters.md'),
    'utf8',
  );
  const [, yaml] =
    /```yaml\n([^`]*name: mission-control-impersonator\n[^`]*)```/.exec(text)!;
  const { loadYaml } = await import('@kubernetes/client-node');
  return loadYaml(yaml);
}

/** As whom the API server takes a client, once it knows a new binding. */
async function actsAs(client: ClusterClient): Promise<string> {
  for (let left = 100; ; left -= 1) {
    const answer = await askIdentity(client);
    if (answer.name !== undefined) {
      return answer.name;
    }
    if (left === 0) {
      return answer.problem.message;
    }
    await new Promise(done => setTimeout(done, 100));
  }
}

const starter = {
  ref: 'user:default/jane',
  groups: ['group:default/team-a'],
  email: 'jürgen@example.org',
};
const run = { runId: 'run-1', missionName: 'write', initiator: starter.ref };

describe.each(servers)(
  'a cluster that acts as the starter, on %s',
  (_, start) => {
    const namespace = `starter-${randomBytes(4).toString('hex')}`;
    const role = `mission-starter-${namespace}`;
    const registries: ClusterRegistry[] = [];
    let started: Started;
    let admin: ClusterRegistry;
    let name: string;

    const registryWith = (
      impersonate: object | undefined,
      provider: ClusterProvider = started.provider,
    ) => {
      const registry = DefaultClusterRegistry.create({
        config: new ConfigReader({
          missions: { clusters: [{ name: '*', writable: true, impersonate }] },
        } as never),
        logger: mockLogger(),
        providers: [provider],
        version: '1.2.3',
        environment: {},
      });
      registries.push(registry);
      return registry;
    };
    const create = async (path: string, body: object) =>
      (await admin.get(name)).client.request({ method: 'POST', path, body });
    const grant = async (subject: object, role_: object, binding: string) =>
      create(`${rbac}/clusterrolebindings`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: binding },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...role_ },
        subjects: [subject],
      });

    beforeAll(async () => {
      started = await start();
      [{ name }] = await started.provider.clusters();
      admin = registryWith(undefined);
      await create('/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      });
      await create(`${rbac}/clusterroles`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: role },
        rules: [
          {
            apiGroups: [''],
            resources: ['configmaps'],
            verbs: ['create', 'get'],
          },
          { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
        ],
      });
      await grant(
        {
          kind: 'Group',
          apiGroup: 'rbac.authorization.k8s.io',
          name: `backstage:group:default/team-a`,
        },
        { kind: 'ClusterRole', name: role },
        role,
      );
    }, TEST_TIMEOUT_MS);

    afterAll(async () => {
      const { client } = await admin.get(name);
      for (const path of [
        `${rbac}/clusterrolebindings/${role}`,
        `${rbac}/clusterroles/${role}`,
        `/api/v1/namespaces/${namespace}`,
      ]) {
        await client.request({ method: 'DELETE', path });
      }
      await Promise.all(registries.map(registry => registry.close()));
      await started?.stop();
    }, TEST_TIMEOUT_MS);

    const configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
    const configMap = (of: string) => ({
      method: 'POST' as const,
      path: configMaps,
      body: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: of, namespace },
      },
    });

    it(
      'asks and writes as the person, with the rights of the groups',
      async () => {
        const access = clusterAccess(
          registryWith({ starter: { user: 'email', userPrefix: 'mail:' } }),
        );
        const { client, standing } = await access.connect(name, {
          ...run,
          starter,
        });
        expect(await standing()).toMatchObject({
          identity: 'mail:jürgen@example.org',
          status: 'pass',
          message:
            'Acts as mail:jürgen@example.org, who started the run, in backstage:group:default/team-a',
        });
        expect(client.identity).toBe('mail:jürgen@example.org');
        await client.request(configMap('mine'));
        const review = async (verb: string) => {
          const { body } = await client.request({
            method: 'POST',
            path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
            body: {
              apiVersion: 'authorization.k8s.io/v1',
              kind: 'SelfSubjectAccessReview',
              spec: {
                resourceAttributes: { verb, resource: 'configmaps', namespace },
              },
            },
          });
          return body.status.allowed;
        };
        expect([await review('create'), await review('delete')]).toEqual([
          true,
          false,
        ]);
        await expect(
          client.request({ method: 'DELETE', path: `${configMaps}/mine` }),
        ).rejects.toMatchObject({
          code: 'CLUSTER_FORBIDDEN',
          message: expect.stringContaining("'mail:jürgen@example.org'"),
        });
        const other = await access.connect(name, {
          ...run,
          starter: { ...starter, groups: [] },
        });
        await expect(
          other.client.request(configMap('others')),
        ).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN' });
      },
      TEST_TIMEOUT_MS,
    );

    it('is used by no run that no person started', async () => {
      const access = clusterAccess(registryWith({ starter: {} }));
      await expect(
        access.connect(name, { ...run, initiator: 'service:cron' }),
      ).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
        message: expect.stringContaining('started by no person'),
      });
    });
  },
);

if (KUBECONFIG) {
  describe('a portal that may not impersonate, on a real API server', () => {
    it(
      'is told which role it lacks, and that role is enough',
      async () => {
        const started = await startReal();
        const [connection] = await started.provider.clusters();
        const adminRegistry = DefaultClusterRegistry.create({
          config: new ConfigReader({
            missions: { clusters: [{ name: '*', writable: true }] },
          }),
          logger: mockLogger(),
          providers: [started.provider],
          version: '1.2.3',
          environment: {},
        });
        const admin = (await adminRegistry.get(connection.name)).client;
        const account = `portal-${randomBytes(4).toString('hex')}`;
        const accounts = '/api/v1/namespaces/default/serviceaccounts';
        await admin.request({
          method: 'POST',
          path: accounts,
          body: {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            metadata: { name: account },
          },
        });
        const { body } = await admin.request({
          method: 'POST',
          path: `${accounts}/${account}/token`,
          body: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'TokenRequest',
            spec: {},
          },
        });
        const registry = DefaultClusterRegistry.create({
          config: new ConfigReader({
            missions: {
              clusters: [{ name: '*', impersonate: { starter: {} } }],
            },
          }),
          logger: mockLogger(),
          providers: [
            {
              id: 'test',
              clusters: async () => [
                {
                  name: connection.name,
                  server: connection.server,
                  caData: connection.caData,
                  skipTlsVerify: connection.caData ? undefined : true,
                  auth: { kind: 'token', token: body.status.token },
                },
              ],
            },
          ],
          version: '1.2.3',
          environment: {},
        });
        try {
          const { client } = await clusterAccess(registry).connect(
            connection.name,
            { ...run, starter },
          );
          await expect(client.uid()).rejects.toMatchObject({
            code: 'CLUSTER_FORBIDDEN',
            message: expect.stringMatching(
              /does not let 'system:serviceaccount:default:portal-.*' act as somebody else/,
            ),
            remedy: expect.stringContaining('mission-control-impersonator'),
          });
          await admin.request({
            method: 'POST',
            path: `${rbac}/clusterroles`,
            body: {
              ...(await documentedRole()),
              metadata: { name: account },
            },
          });
          await admin.request({
            method: 'POST',
            path: `${rbac}/clusterrolebindings`,
            body: {
              apiVersion: 'rbac.authorization.k8s.io/v1',
              kind: 'ClusterRoleBinding',
              metadata: { name: account },
              roleRef: {
                apiGroup: 'rbac.authorization.k8s.io',
                kind: 'ClusterRole',
                name: account,
              },
              subjects: [
                {
                  kind: 'ServiceAccount',
                  namespace: 'default',
                  name: account,
                },
              ],
            },
          });
          expect(await actsAs(client)).toBe('backstage:user:default/jane');
        } finally {
          for (const path of [
            `${accounts}/${account}`,
            `${rbac}/clusterroles/${account}`,
            `${rbac}/clusterrolebindings/${account}`,
          ]) {
            await admin.request({ method: 'DELETE', path }).catch(() => {});
          }
          await registry.close();
          await adminRegistry.close();
        }
      },
      TEST_TIMEOUT_MS,
    );
  });
}
