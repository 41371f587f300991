import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '../conformance/client';
import type { KubeObject } from '../simulator';
import { DemoClusterProvider } from './DemoClusterProvider';
import { portalObjects } from './portal';

const team: KubeObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'team' },
};
const settings = (mode: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'team' },
  data: { mode },
});
const SETTINGS = '/api/v1/namespaces/team/configmaps/settings';
const DIFFERENT =
  'it is there already with another content, which a reset of the cluster replaces';

describe('DemoClusterProvider.seed', () => {
  let directory: string;
  let provider: DemoClusterProvider;

  const start = () =>
    DemoClusterProvider.start({
      clusters: [
        {
          name: 'one',
          title: 'One',
          environment: 'development',
          production: false,
          version: 'v1.36.3',
          seed: [{ minutesAgo: 90, objects: portalObjects() }],
        },
      ],
      directory,
      onError: error => {
        throw error;
      },
    });
  const ask = async (
    method: 'GET' | 'DELETE' | 'PUT',
    path: string,
    body?: object,
  ) => {
    const [cluster] = await provider.clusters();
    const client = createApiClient({
      server: cluster.server,
      ca: Buffer.from(cluster.caData!, 'base64').toString(),
      token: cluster.auth.kind === 'token' ? cluster.auth.token : '',
    });
    try {
      return await client.request(method, path, { body });
    } finally {
      client.close();
    }
  };
  const mode = async () => {
    const { status, body } = await ask('GET', SETTINGS);
    return status === 200 ? body.data.mode : status;
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'demo-seed-'));
    provider = await start();
  });

  afterEach(async () => {
    await provider?.stop();
    await rm(directory, { recursive: true });
  });

  it('makes objects once: what somebody deletes stays deleted, over a restart too', async () => {
    expect(await provider.seed('one', [team, settings('a')])).toEqual([]);
    expect(await mode()).toBe('a');
    await ask('DELETE', SETTINGS);
    expect(await provider.seed('one', [team, settings('a')])).toEqual([]);
    expect(await mode()).toBe(404);
    await provider.stop();
    provider = await start();
    expect(await provider.seed('one', [team, settings('a')])).toEqual([]);
    expect(await mode()).toBe(404);
  });

  it('makes all of them again when the cluster is reset', async () => {
    await provider.seed('one', [team, settings('a')]);
    await ask('DELETE', SETTINGS);
    await provider.reset('one');
    expect(await mode()).toBe('a');
    expect(await provider.seed('one', [team, settings('a')])).toEqual([]);
  });

  it('makes a changed one that was deleted, and never overwrites one that is there', async () => {
    await provider.seed('one', [team, settings('a')]);
    expect(await provider.seed('one', [team, settings('b')])).toEqual([
      { object: settings('b'), reason: DIFFERENT },
    ]);
    expect(await mode()).toBe('a');
    await ask('DELETE', SETTINGS);
    expect(await provider.seed('one', [team, settings('b')])).toEqual([]);
    expect(await mode()).toBe('b');
    await provider.seed('one', [team, settings('c')]);
    await provider.reset('one');
    expect(await mode()).toBe('c');
  });

  it('leaves what people changed since', async () => {
    await provider.seed('one', [team, settings('a')]);
    await ask('PUT', SETTINGS, settings('by hand'));
    expect(await provider.seed('one', [team, settings('a')])).toEqual([]);
    expect(await mode()).toBe('by hand');
  });

  it('takes a definition and its instance at once', async () => {
    const definition: KubeObject = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'shops.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Cluster',
        names: { kind: 'Shop', plural: 'shops' },
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
    const shop: KubeObject = {
      apiVersion: 'example.com/v1',
      kind: 'Shop',
      metadata: { name: 'first' },
    };
    expect(await provider.seed('one', [definition, shop])).toEqual([]);
    const { body } = await ask('GET', '/apis/example.com/v1/shops/first');
    expect(body.kind).toBe('Shop');
  });

  it('says what the cluster refuses, and takes the rest', async () => {
    const unknown = { ...team, apiVersion: 'example.com/v1', kind: 'Sun' };
    const wrong = {
      ...settings('a'),
      metadata: { name: 'A_B', namespace: 'team' },
    };
    const refusals = await provider.seed('one', [unknown, team, wrong]);
    expect(refusals).toEqual([
      { object: unknown, reason: 'example.com/v1 Sun is not simulated' },
      { object: wrong, reason: expect.stringContaining('"A_B" is invalid') },
    ]);
    expect((await ask('GET', '/api/v1/namespaces/team')).status).toBe(200);
  });

  it('knows its clusters by name', async () => {
    await expect(provider.seed('two', [team])).rejects.toThrow(
      'There is no demo cluster "two"; there are one',
    );
  });
});
