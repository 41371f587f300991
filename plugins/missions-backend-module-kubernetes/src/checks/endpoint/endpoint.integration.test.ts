import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import {
  simulator,
  type IntegrationCluster,
} from '../../__testUtils__/integrationTargets';
import { waitFor } from '../../__testUtils__/waitFor';
import { endpointCheck } from '.';

const MINUTE = 60_000;
const NAMESPACE = `endpoint-${process.pid}`;

describe('kubernetes:endpoint on the simulator', () => {
  let server: IntegrationCluster;
  let cluster: ClusterClient;

  const create = (path: string, body: KubernetesObject) =>
    cluster.request({ method: 'POST', path, body });

  const makeService = (name: string, selector: object) =>
    create(`/api/v1/namespaces/${NAMESPACE}/services`, {
      metadata: { name },
      spec: {
        ...(Object.keys(selector).length > 0 ? { selector } : {}),
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      },
    });

  async function makeWorkload(name: string, image: string) {
    const labels = { app: name };
    await create(`/apis/apps/v1/namespaces/${NAMESPACE}/deployments`, {
      metadata: { name },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              { name: 'web', image, ports: [{ containerPort: 8080 }] },
            ],
          },
        },
      },
    });
    await makeService(name, labels);
  }

  const ask = (input: Record<string, unknown>, client = cluster) =>
    new ActionBench({ cluster: client }).check(endpointCheck, {
      namespace: NAMESPACE,
      service: 'web',
      port: 'http',
      path: '/healthz',
      via: 'port-forward',
      ...input,
    });

  beforeAll(async () => {
    server = await simulator.start();
    cluster = server.client();
    await create('/api/v1/namespaces', { metadata: { name: NAMESPACE } });
    await waitFor(async () =>
      cluster
        .request({
          path: `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/default`,
        })
        .then(
          () => true,
          () => false,
        ),
    );
    await makeWorkload('web', 'nginx:1.27');
    await makeWorkload('broken', 'nginx:broken');
    await makeService('manual', {});
    await create(
      `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices`,
      {
        metadata: {
          name: 'manual-1',
          labels: { 'kubernetes.io/service-name': 'manual' },
        },
        addressType: 'IPv4',
        endpoints: [{ addresses: ['10.1.2.3'], conditions: { ready: true } }],
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      },
    );
    await waitFor(async () => (await ask({})).status === 'pass');
  }, MINUTE);
  afterAll(() => server?.stop());

  it.each([['http'], [80]])(
    'asks a ready pod behind port %s by port-forward',
    async port => {
      const outcome = await ask({
        port,
        path: '/healthz?deep=1',
        expect: { json: 'body.status == "ok"' },
      });
      expect(outcome).toMatchObject({
        status: 'pass',
        evidence: [
          {
            asked: expect.stringMatching(
              /^GET http:\/\/web-[a-z0-9-]+:8080\/healthz\?deep=1 by port-forward/,
            ),
            answered: { status: 200 },
          },
        ],
      });
    },
  );

  it('asks by the proxy unless told otherwise', async () => {
    const outcome = await ask({ via: undefined });
    expect(outcome).toMatchObject({
      status: 'pass',
      evidence: [{ asked: expect.stringContaining('/proxy/healthz') }],
    });
  });

  it.each(['proxy', 'port-forward'])(
    'fails by %s when the answer is not the expected one',
    async via => {
      await expect(
        ask({ via, expect: { status: 418 } }),
      ).resolves.toMatchObject({
        status: 'fail',
        message: 'web answered 200, expected 418',
        progressing: false,
      });
    },
  );

  it.each(['proxy', 'port-forward'])(
    'fails by %s and waits while no pod is ready',
    async via => {
      await expect(ask({ via, service: 'broken' })).resolves.toMatchObject({
        status: 'fail',
        progressing: true,
      });
    },
  );

  it('fails on a Service or a port that is not there', async () => {
    await expect(ask({ service: 'absent' })).resolves.toMatchObject({
      status: 'fail',
      message: `There is no Service ${NAMESPACE}/absent`,
      progressing: false,
    });
    await expect(ask({ port: 'metrics' })).resolves.toMatchObject({
      status: 'fail',
      message: `Service ${NAMESPACE}/web has no port metrics; it has http`,
    });
  });

  it('does not know what it cannot reach by port-forward, and names the other way', async () => {
    await expect(ask({ service: 'manual' })).resolves.toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('addresses that are no pods'),
      remedy: { text: 'Use via: proxy for this Service.' },
    });
  });

  it('does not know when it may not look', async () => {
    const refused = server.client({
      beforeRequest: ({ path }) => {
        if (path.includes('/endpointslices')) {
          throw new Error('endpointslices is forbidden');
        }
      },
    });
    await expect(ask({}, refused)).resolves.toMatchObject({
      status: 'unknown',
      message: 'Could not look: endpointslices is forbidden',
    });
  });
});
