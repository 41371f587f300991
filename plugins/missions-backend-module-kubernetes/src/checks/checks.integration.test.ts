import { MissionError } from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  MissionCheck,
} from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { SharedServer } from '../__testUtils__/SharedServer';
import { waitFor } from '../__testUtils__/waitFor';
import { apiCheck } from './api';
import { objectCheck } from './object';
import { versionCheck } from './version';

jest.setTimeout(60_000);

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const GROUP = 'checks.example.com';

describe.each(integrationTargets())('checks on $title', target => {
  const server = SharedServer.ofGroup(target);
  let namespace: string;
  server.namespaceEach('checks', place => {
    ({ namespace } = place);
  });

  const ask = <TInput>(
    check: MissionCheck<TInput>,
    input: object,
    cluster: ClusterClient = server.cluster,
  ) => new ActionBench({ cluster, secrets: ['hunter2'] }).check(check, input);

  const silent = () =>
    server.client({
      beforeRequest: () => {
        throw new MissionError('CLUSTER_UNREACHABLE', 'Nobody answers', {
          remedy: 'Look at the network.',
        });
      },
    });

  /** Everything as on the server, but what is read by its address. */
  const answering = (body: object): ClusterClient => ({
    ...server.cluster,
    request: async () =>
      ({ status: 200, headers: {}, warnings: [], body } as any),
  });

  const configMap = () => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace,
    name: 'settings',
  });

  const make = (kind: 'configmaps' | 'secrets', object: object) =>
    server.cluster.request({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/${kind}`,
      body: object,
    });

  const makeSettings = (metadata: object = {}) =>
    make('configmaps', {
      metadata: { name: 'settings', ...metadata },
      data: { color: 'blue', owner: 'hunter2' },
    });

  it.each<[string, MissionCheck, () => object]>([
    ['kubernetes:version', versionCheck, () => ({ range: '>=1.0.0-0' })],
    [
      'kubernetes:api',
      apiCheck,
      () => ({ apiVersion: 'apps/v1', kind: 'Deployment' }),
    ],
    [
      'kubernetes:api absent',
      apiCheck,
      () => ({ apiVersion: 'apps/v1', kind: 'Deployment', absent: true }),
    ],
    ['kubernetes:object', objectCheck, () => ({ object: configMap() })],
    [
      'kubernetes:object absent',
      objectCheck,
      () => ({ object: configMap(), absent: true }),
    ],
  ])(
    '%s is unknown, and asked again, while nobody answers',
    async (_, check, input) => {
      expect(await ask(check, input(), silent())).toMatchObject({
        status: 'unknown',
        message: 'Could not look: Nobody answers',
        evidence: [{ answered: 'Nobody answers' }],
        remedy: { text: 'Look at the network.' },
        progressing: true,
      });
    },
  );

  describe('kubernetes:version', () => {
    it('passes in its range, and shows what was answered', async () => {
      const { gitVersion } = await server.cluster.version();
      expect(await ask(versionCheck, { range: '>=1.25.0-0' })).toEqual({
        status: 'pass',
        message: `Kubernetes ${gitVersion} is in >=1.25.0-0`,
        evidence: [{ asked: 'GET /version', answered: { gitVersion } }],
      });
    });

    it('fails outside of its range, and says which cluster to choose', async () => {
      const { gitVersion } = await server.cluster.version();
      expect(await ask(versionCheck, { range: '>=1.19.0, <1.26.0' })).toEqual({
        status: 'fail',
        message: `Kubernetes ${gitVersion} is not in >=1.19.0, <1.26.0`,
        evidence: [{ asked: 'GET /version', answered: { gitVersion } }],
        remedy: {
          text: 'Choose a cluster with Kubernetes >=1.19.0, <1.26.0.',
        },
      });
    });

    it('is unknown when the answer is no version', async () => {
      const cluster: ClusterClient = {
        ...server.cluster,
        version: async () => ({ gitVersion: 'newest' } as any),
      };
      expect(
        await ask(versionCheck, { range: '>=1.0.0' }, cluster),
      ).toMatchObject({
        status: 'unknown',
        message: "The API server says 'newest', which is no version",
      });
    });
  });

  describe('kubernetes:api', () => {
    const widget = { apiVersion: `${GROUP}/v1`, kind: 'Widget' };
    const noWidget = `${GROUP}/v1 Widget is not served`;

    it('passes for a built-in kind, and fails where it must be absent', async () => {
      const input = { apiVersion: 'apps/v1', kind: 'Deployment' };
      const message = 'apps/v1 Deployment is served';
      expect(await ask(apiCheck, input)).toMatchObject({
        status: 'pass',
        message,
        evidence: [{ asked: 'discovery of apps/v1', answered: 'deployments' }],
      });
      const outcome = await ask(apiCheck, { ...input, absent: true });
      expect(outcome).toMatchObject({ status: 'fail', message });
      expect(outcome.remedy).toBeUndefined();
    });

    it.each([
      ['group', widget, noWidget],
      [
        'kind',
        { apiVersion: 'apps/v1', kind: 'Widget' },
        'apps/v1 Widget is not served',
      ],
    ])(
      'fails for a %s that nobody serves, and passes where it must be absent',
      async (_, input, message) => {
        expect(await ask(apiCheck, input)).toMatchObject({
          status: 'fail',
          message,
          evidence: [{ answered: 'no Widget' }],
          remedy: { text: 'Install what brings Widget.' },
        });
        expect(await ask(apiCheck, { ...input, absent: true })).toMatchObject({
          status: 'pass',
          message,
        });
      },
    );

    it('passes for a custom kind as soon as its definition is established', async () => {
      await server.cluster.request({
        method: 'POST',
        path: DEFINITIONS,
        body: definition(),
      });
      try {
        await waitFor(async () => {
          const { status } = await ask(apiCheck, widget);
          return status === 'pass';
        });
        expect(await ask(apiCheck, { ...widget, absent: true })).toMatchObject({
          status: 'fail',
        });

        const refused = { type: 'Established', status: 'False' };
        for (const [conditions, why] of [
          [[{ ...refused, message: 'The name is taken' }], 'The name is taken'],
          [[], 'no condition Established yet'],
        ] as const) {
          expect(
            await ask(apiCheck, widget, answering({ status: { conditions } })),
          ).toMatchObject({
            status: 'fail',
            message: `The definition of Widget is not established: ${why}`,
            progressing: true,
            progressKey: why,
          });
        }
      } finally {
        await server.cluster.request({
          method: 'DELETE',
          path: `${DEFINITIONS}/widgets.${GROUP}`,
        });
      }
    });
  });

  describe('kubernetes:object', () => {
    it('passes for what exists, and masks secrets in what it shows', async () => {
      await makeSettings();
      const outcome = await ask(objectCheck, { object: configMap() });
      expect(outcome).toMatchObject({
        status: 'pass',
        message: `ConfigMap ${namespace}/settings exists`,
        evidence: [
          {
            asked: `GET ConfigMap ${namespace}/settings`,
            answered: { data: { color: 'blue' } },
            object: configMap(),
          },
        ],
      });
      expect(JSON.stringify(outcome)).not.toMatch(/hunter2|managedFields/);
    });

    it('shows nothing of the data of a Secret', async () => {
      await make('secrets', {
        metadata: { name: 'token' },
        stringData: { token: 'sesame' },
      });
      const outcome = await ask(objectCheck, {
        object: { ...configMap(), kind: 'Secret', name: 'token' },
        expect: "object.type == 'Opaque' && 'token' in object.data",
      });
      expect(outcome.status).toBe('pass');
      expect(JSON.stringify(outcome)).not.toContain(
        Buffer.from('sesame').toString('base64'),
      );
    });

    it.each([
      ['what an expression yields', 'object.data.token'],
      ['why it fails', "{'a': 1}[object.data.token]"],
      ['what it makes of it', 'size(object.data.token)'],
    ])('shows of a Secret not %s', async (_what, expression) => {
      await make('secrets', {
        metadata: { name: 'token' },
        stringData: { token: 'sesame' },
      });
      const outcome = await ask(objectCheck, {
        object: { ...configMap(), kind: 'Secret', name: 'token' },
        expect: expression,
      });
      expect(outcome).toMatchObject({
        status: 'fail',
        message: `Secret ${namespace}/token: ${expression} is not true; what it is of a Secret is not shown`,
      });
      expect(JSON.stringify(outcome)).not.toContain(
        Buffer.from('sesame').toString('base64'),
      );
    });

    it('fails for what does not exist, and passes where it must be absent', async () => {
      const message = `ConfigMap ${namespace}/settings does not exist`;
      expect(await ask(objectCheck, { object: configMap() })).toMatchObject({
        status: 'fail',
        message,
        evidence: [{ answered: 'not found' }],
      });
      expect(
        await ask(objectCheck, { object: configMap(), absent: true }),
      ).toMatchObject({ status: 'pass', message });
    });

    it('fails for what must be absent, and waits for what is being deleted', async () => {
      const input = { object: configMap(), absent: true };
      const path = `/api/v1/namespaces/${namespace}/configmaps/settings`;
      await makeSettings({ finalizers: ['example.com/hold'] });
      expect(await ask(objectCheck, input)).toMatchObject({
        status: 'fail',
        message: `ConfigMap ${namespace}/settings exists`,
        progressing: false,
      });

      await server.cluster.request({ method: 'DELETE', path });
      expect(await ask(objectCheck, input)).toMatchObject({
        status: 'fail',
        message: `ConfigMap ${namespace}/settings is still being deleted`,
        progressing: true,
      });

      await server.cluster.request({
        method: 'PATCH',
        path,
        contentType: 'application/merge-patch+json',
        body: { metadata: { finalizers: null } },
      });
      expect(await ask(objectCheck, input)).toMatchObject({ status: 'pass' });
    });

    it('asks the expression of the live object', async () => {
      const { body } = await makeSettings();
      const expecting = (expect: string) =>
        ask(objectCheck, { object: configMap(), expect });
      expect(await expecting("object.data.color == 'blue'")).toMatchObject({
        status: 'pass',
        message: `ConfigMap ${namespace}/settings is as expected`,
      });
      expect(await expecting("object.data.color == 'red'")).toMatchObject({
        status: 'fail',
        message: `ConfigMap ${namespace}/settings: object.data.color == 'red' is false`,
        progressing: true,
        progressKey: body.metadata.resourceVersion,
      });
      expect(await expecting('object.data.color')).toMatchObject({
        status: 'fail',
        message: `ConfigMap ${namespace}/settings: object.data.color is blue`,
      });
      expect(await expecting('object.status.phase == 1')).toMatchObject({
        status: 'fail',
        message: expect.stringContaining('is not to be had: '),
        progressing: true,
      });
    });
  });
});

function definition() {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object' } },
        },
      ],
    },
  };
}
