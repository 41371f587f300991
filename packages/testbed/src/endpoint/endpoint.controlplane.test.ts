import { mockServices } from '@backstage/backend-test-utils';
import { kubernetesChecks } from '@mission-control/plugin-missions-backend-module-kubernetes';
import {
  DefaultClusterRegistry,
  kubeconfigProvider,
} from '@mission-control/plugin-missions-backend/testUtils';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  type ControlPlane,
  startControlPlane,
} from '../controlplane/startControlPlane';
import { startWorkload, type Workload } from './startWorkload';

jest.setTimeout(120_000);

const NAMESPACE = 'endpoint-proof';
const POD_PORT = 8080;
const check = kubernetesChecks.find(item => item.id === 'kubernetes:endpoint')!;

/** Of its own: kwok learns at its start to which program a pod's port leads. */
describe('kubernetes:endpoint on a real API server', () => {
  let folder: string;
  let workload: Workload;
  let control: ControlPlane;
  let registry: DefaultClusterRegistry;
  let cluster: ClusterClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'endpoint-'));
    workload = await startWorkload();
    const forwards = join(folder, 'forwards.json');
    await writeFile(
      forwards,
      JSON.stringify({
        apiVersion: 'kwok.x-k8s.io/v1alpha1',
        kind: 'ClusterPortForward',
        metadata: { name: 'workload' },
        spec: {
          forwards: [
            {
              ports: [POD_PORT],
              target: { address: '127.0.0.1', port: workload.port },
            },
          ],
        },
      }),
    );
    control = await startControlPlane({ kwokConfigs: [forwards] });
    registry = DefaultClusterRegistry.create({
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
      providers: [
        kubeconfigProvider({
          logger: mockServices.logger.mock(),
          config: mockServices.rootConfig({
            data: { missions: { kubeconfig: { path: control.kubeconfig } } },
          }),
        }),
      ],
      version: '1.2.3',
      environment: {},
    });
    const [first] = await registry.list();
    cluster = first.client;
    await control.kubectl(['create', 'namespace', NAMESPACE]);
  });

  afterAll(async () => {
    await registry?.close();
    await control?.stop();
    await workload?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const create = (...items: KubernetesObject[]) =>
    control.kubectl(
      [`--namespace=${NAMESPACE}`, 'create', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    );

  const ask = (input: Record<string, unknown>) =>
    new ActionBench({ cluster }).check(check, {
      namespace: NAMESPACE,
      path: '/healthz?deep=1',
      port: 'http',
      ...input,
    });

  async function settled(input: Record<string, unknown>) {
    const deadline = Date.now() + 60_000;
    let outcome = await ask(input);
    while (outcome.progressing && Date.now() < deadline) {
      await new Promise(done => {
        setTimeout(done, 250);
      });
      outcome = await ask(input);
    }
    return outcome;
  }

  describe('by port-forward', () => {
    const web = { service: 'web', via: 'port-forward' };

    beforeAll(async () => {
      await control.kubectl([
        `--namespace=${NAMESPACE}`,
        'create',
        'deployment',
        'web',
        '--image=example/web:1',
        '--replicas=2',
      ]);
      await create({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web' },
        spec: {
          selector: { app: 'web' },
          ports: [
            { name: 'http', port: 80, targetPort: POD_PORT },
            { name: 'other', port: 81, targetPort: 9999 },
          ],
        },
      });
    });

    it('gets the answer of a ready pod, and leaves no connection behind', async () => {
      await expect(
        settled({
          ...web,
          expect: { json: 'body.host == "web.endpoint-proof.svc"' },
        }),
      ).resolves.toMatchObject({
        status: 'pass',
        evidence: [{ asked: expect.stringContaining(':8080/healthz?deep=1') }],
      });
      await Promise.all(Array.from({ length: 10 }, () => ask(web)));
      const deadline = Date.now() + 10_000;
      while ((await workload.connections()) > 0 && Date.now() < deadline) {
        await new Promise(done => {
          setTimeout(done, 50);
        });
      }
      expect(await workload.connections()).toBe(0);
    });

    it('takes a redirect as the answer', async () => {
      await expect(
        settled({ ...web, path: '/moved', expect: { status: 302 } }),
      ).resolves.toMatchObject({ status: 'pass' });
    });

    it('says what the kubelet says when nothing listens', async () => {
      await expect(ask({ ...web, port: 81 })).resolves.toMatchObject({
        status: 'fail',
        progressing: true,
        message: expect.stringMatching(
          /^Port 9999 of pod .* gives no answer: error forwarding port 9999/,
        ),
      });
    });

    it('names the verb that is missing', async () => {
      await create({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'reader' },
      });
      await control.kubectl([
        `--namespace=${NAMESPACE}`,
        'create',
        'rolebinding',
        'reader',
        '--clusterrole=view',
        `--serviceaccount=${NAMESPACE}:reader`,
      ]);
      const token = await control.kubectl([
        `--namespace=${NAMESPACE}`,
        'create',
        'token',
        'reader',
      ]);
      const limited = DefaultClusterRegistry.create({
        config: mockServices.rootConfig(),
        logger: mockServices.logger.mock(),
        providers: [
          {
            id: 'test',
            clusters: async () => [
              {
                name: 'limited',
                server: control.server,
                caData: control.authority,
                auth: { kind: 'token', token: token.trim() },
              },
            ],
          },
        ],
        version: '1.2.3',
        environment: {},
      });
      try {
        const { client } = await limited.get('limited');
        await expect(
          new ActionBench({ cluster: client }).check(check, {
            namespace: NAMESPACE,
            port: 'http',
            ...web,
          }),
        ).resolves.toMatchObject({
          status: 'unknown',
          message: expect.stringContaining('pods/portforward'),
        });
      } finally {
        await limited.close();
      }
    });
  });

  describe('by the proxy', () => {
    const outside = { service: 'outside' };

    // The API server goes only to the address of a pod, and not to a loopback one.
    beforeAll(async () => {
      const ip = workload.address;
      await create(
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'outside' },
          spec: {
            schedulerName: 'nobody',
            containers: [{ name: 'main', image: 'example/web:1' }],
          },
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'outside' },
          spec: { ports: [{ name: 'http', port: 80 }] },
        },
        {
          apiVersion: 'v1',
          kind: 'Endpoints',
          metadata: { name: 'outside' },
          subsets: [
            {
              addresses: [
                {
                  ip,
                  targetRef: {
                    kind: 'Pod',
                    name: 'outside',
                    namespace: NAMESPACE,
                  },
                },
              ],
              ports: [{ name: 'http', port: workload.port }],
            },
          ],
        },
      );
      await control.kubectl([
        `--namespace=${NAMESPACE}`,
        'patch',
        'pod',
        'outside',
        '--subresource=status',
        '--type=merge',
        '--patch',
        JSON.stringify({
          status: { phase: 'Running', podIP: ip, podIPs: [{ ip }] },
        }),
      ]);
    });

    it('gets the answer of the program behind the Service', async () => {
      await expect(
        settled({ ...outside, expect: { json: 'body.status == "ok"' } }),
      ).resolves.toMatchObject({
        status: 'pass',
        evidence: [{ asked: expect.stringContaining('/proxy/healthz?deep=1') }],
      });
    });

    it('takes a redirect as the answer', async () => {
      await expect(
        settled({ ...outside, path: '/moved', expect: { status: 302 } }),
      ).resolves.toMatchObject({ status: 'pass' });
    });

    it('waits while there is no endpoint', async () => {
      await create({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'empty' },
        spec: { ports: [{ name: 'http', port: 80 }], selector: { app: 'no' } },
      });
      await expect(ask({ service: 'empty' })).resolves.toMatchObject({
        status: 'fail',
        progressing: true,
      });
    });
  });
});
