import { TestDatabases } from '@backstage/backend-test-utils';
import {
  compareClusters,
  type ComparableObject,
} from '@mission-control/plugin-missions-common';
import {
  startControlPlane,
  type ControlPlane,
} from '../controlplane/startControlPlane';
import { startPortal, type Portal } from '../portal/startPortal';
import { runScenario } from './runScenario';
import type { Scenario } from './scenarios';

jest.setTimeout(500_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const unique = () => Math.random().toString(36).slice(2, 8);

describe('missions on a real API server', () => {
  let controlPlane: ControlPlane;
  let portal: Portal;
  let cluster: string;

  beforeAll(async () => {
    // Its own: the whole cluster is compared, so nobody else may use it.
    controlPlane = await startControlPlane();
    cluster = (
      await controlPlane.kubectl(['config', 'current-context'])
    ).trim();
    portal = await startPortal({
      knex: await databases.init('SQLITE_3'),
      demo: false,
      kubeconfig: controlPlane.kubeconfig,
      config: {
        clusters: [{ name: cluster, writable: true, environment: 'test' }],
      },
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await controlPlane?.stop();
  });

  it('installs the web application and leaves the cluster as it was', async () => {
    await expectSameCluster({
      missionRef: 'mission-control/install-web-application',
      // No pod network here: the pods are simulated.
      parameters: { namespace: `web-${unique()}`, askService: false },
      expect: { evidence: ['is-ready'] },
    });
  });

  it('installs a definition with its instance and leaves the cluster as it was', async () => {
    await expectSameCluster({
      missionRef: 'mission-control/install-maintenance-windows',
      parameters: { window: `w-${unique()}` },
      expect: { evidence: ['is-served', 'window-holds'] },
    });
  });

  it('mends a wrong image tag and puts it back with its owner', async () => {
    const namespace = `fix-${unique()}`;
    await controlPlane.kubectl(['create', 'namespace', namespace]);
    await controlPlane.kubectl([
      'create',
      'deployment',
      'checkout',
      '--image=registry.example.com/checkout:1.0.0',
      '-n',
      namespace,
    ]);
    await controlPlane.kubectl([
      'rollout',
      'status',
      'deployment/checkout',
      '-n',
      namespace,
      '--timeout=60s',
    ]);
    await controlPlane.kubectl([
      'set',
      'image',
      'deployment/checkout',
      'checkout=registry.example.com/checkout:does-not-exist',
      '-n',
      namespace,
    ]);
    await podIsRefusedItsImage(namespace);
    await expectSameCluster({
      missionRef: 'mission-control/fix-wrong-image-tag',
      parameters: { namespace, deployment: 'checkout' },
      expect: { plan: { change: 1 }, evidence: ['is-healthy'] },
    });
    await controlPlane.kubectl(['delete', 'namespace', namespace]);
  });

  it('looks for workloads without limits and changes nothing', async () => {
    const namespace = `orbit-${unique()}`;
    await controlPlane.kubectl(['create', 'namespace', namespace]);
    await controlPlane.kubectl([
      'create',
      'deployment',
      'unbounded',
      '--image=registry.example.com/a:1',
      '-n',
      namespace,
    ]);
    await expectSameCluster({
      missionRef: 'mission-control/orbit-resource-limits',
      parameters: {},
      expect: { findings: 1 },
      undo: false,
    });
    await controlPlane.kubectl(['delete', 'namespace', namespace]);
  });

  async function expectSameCluster(
    scenario: Pick<Scenario, 'missionRef' | 'parameters' | 'expect'> & {
      undo?: boolean;
    },
  ) {
    const before = await settledObjects();
    await runScenario(
      { operator: portal.as('operator'), approver: portal.as('approver') },
      { undo: true, name: 'real', targets: [cluster], ...scenario },
    );
    expect(compareClusters(before, await settledObjects())).toEqual([]);
  }

  /** The broken revision has its pod, and the pod has failed. */
  async function podIsRefusedItsImage(namespace: string) {
    for (let tries = 0; tries < 120; tries += 1) {
      const pods = await controlPlane.kubectl([
        'get',
        'pods',
        '-n',
        namespace,
        '-o',
        'jsonpath={.items[*].status.containerStatuses[*].state.waiting.reason}',
      ]);
      if (/ErrImagePull|ImagePullBackOff/.test(pods)) {
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 500));
    }
    throw new Error(`No pod of ${namespace} was refused its image`);
  }

  /** All listable objects, once four listings in a row are equal. */
  async function settledObjects(): Promise<ComparableObject[]> {
    let last = await allObjects();
    let equal = 1;
    for (let tries = 0; tries < 60; tries += 1) {
      await new Promise(resolve => setTimeout(resolve, 500));
      const now = await allObjects();
      equal = compareClusters(last, now).length === 0 ? equal + 1 : 1;
      if (equal === 4) {
        return now;
      }
      last = now;
    }
    throw new Error('The cluster did not settle');
  }

  async function allObjects(): Promise<ComparableObject[]> {
    const resources = await controlPlane.kubectl([
      'api-resources',
      '--verbs=list',
      '-o',
      'name',
    ]);
    const names = resources.split('\n').filter(name => name !== '');
    const answer = await controlPlane.kubectl([
      'get',
      names.join(','),
      '--all-namespaces',
      '--show-managed-fields',
      '-o',
      'json',
      '--ignore-not-found',
    ]);
    return answer.trim() === '' ? [] : JSON.parse(answer).items;
  }
});
