import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSimulator,
  type Simulator,
} from '@mission-control/plugin-missions-backend-module-demo';
import { TEST_CLUSTER_OBJECTS } from '@mission-control/plugin-missions-backend-module-demo/conformance';

import { buildBinaries } from '../controlplane/buildBinaries';
import { createKubectl, type Kubectl } from '../controlplane/kubectl';

jest.setTimeout(60_000);

const page = (extra = {}) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'page', namespace: 'default' },
    data: { greeting: 'Hello' },
    ...extra,
  });

describe('kubectl with the simulator', () => {
  let folder: string;
  let simulator: Simulator;
  let kubectl: Kubectl;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kubectl-'));
    simulator = await createSimulator({
      name: 'kubectl',
      objects: TEST_CLUSTER_OBJECTS,
    });
    const kubeconfig = join(folder, 'kubeconfig');
    const { server, caData, adminToken } = simulator;
    await writeFile(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: 'one',
            cluster: { server, 'certificate-authority-data': caData },
          },
        ],
        users: [{ name: 'one', user: { token: adminToken } }],
        contexts: [{ name: 'one', context: { cluster: 'one', user: 'one' } }],
        'current-context': 'one',
      }),
    );
    const { path } = await buildBinaries();
    const plain = createKubectl(path('kubectl'), kubeconfig);
    kubectl = (args, input) =>
      plain([`--cache-dir=${join(folder, 'cache')}`, ...args], input);
  });

  afterAll(async () => {
    await simulator?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['create', []],
    ['apply', []],
    ['apply', ['--server-side', '--force-conflicts']],
    ['delete', []],
  ])('takes %s -f with %j', async (verb, args) => {
    await expect(
      kubectl([verb, ...args, '-f', '-'], page()),
    ).resolves.toContain('configmap');
  });

  it('names a field that is misspelt', async () => {
    await expect(
      kubectl(['create', '-f', '-'], page({ datum: {} })),
    ).rejects.toThrow('unknown field "datum"');
  });

  it('explains a kind', async () => {
    await expect(kubectl(['explain', 'configmap'])).resolves.toMatch(
      /KIND: +ConfigMap/,
    );
  });

  it('is told that protobuf is not spoken, and what is', async () => {
    await expect(kubectl(['create', 'namespace', 'one'])).rejects.toThrow(
      /UnsupportedMediaType.*accepted media types include: application\/json/,
    );
  });

  it('is told what is not simulated', async () => {
    await expect(kubectl(['get', '--raw', '/openapi/v2'])).rejects.toThrow(
      'not simulated: /openapi/v2',
    );
  });
});
