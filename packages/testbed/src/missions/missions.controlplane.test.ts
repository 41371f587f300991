import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Run } from '@mission-control/plugin-missions-common';
import { kubeconfigOf } from '../controlplane/kubeconfig';
import {
  lastingDifferences,
  settledObjects,
} from '../controlplane/settledObjects';
import {
  startControlPlane,
  type ControlPlane,
} from '../controlplane/startControlPlane';
import { startPortal, type Portal } from '../portal/startPortal';
import { runScenario } from './runScenario';
import type { Scenario } from './scenarios';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const unique = () => Math.random().toString(36).slice(2, 8);

describe('missions on a real API server with a simulated workload', () => {
  const cluster = 'harbour';
  const other = 'lagoon';
  const names = [cluster, other];
  let folder: string;
  const planes: ControlPlane[] = [];
  let portal: Portal;
  const kubectl = (...args: string[]) => planes[0].kubectl(args);
  const cast = () => ({
    operator: portal.as('operator'),
    approver: portal.as('approver'),
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-missions-'));
    // Their own: the whole cluster is compared, so nobody else may use it.
    await Promise.all(
      names.map(async () => planes.push(await startControlPlane())),
    );
    const kubeconfig = join(folder, 'kubeconfig');
    const contexts = planes.map((plane, index) => ({
      ...plane,
      name: names[index],
    }));
    await writeFile(kubeconfig, kubeconfigOf(contexts), { mode: 0o600 });
    portal = await startPortal({
      knex: await databases.init('SQLITE_3'),
      demo: false,
      kubeconfig,
      config: {
        clusters: names.map(name => ({
          name,
          writable: true,
          environment: 'test',
        })),
      },
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await Promise.all(planes.map(plane => plane.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  it('installs the web application and leaves the cluster as it was', async () => {
    const before = await settledObjects(planes[0].kubectl);
    await run({
      missionRef: 'mission-control/install-web-application',
      // The API server reaches no simulated pod.
      parameters: { namespace: `web-${unique()}`, askService: false },
      expect: { evidence: ['is-ready'] },
    });
    expect(await lastingDifferences(planes[0].kubectl, before)).toEqual([]);
  });

  it('installs a definition with its instance and leaves the cluster as it was', async () => {
    const before = await settledObjects(planes[0].kubectl);
    await run({
      missionRef: 'mission-control/install-maintenance-windows',
      parameters: { window: `w-${unique()}` },
      expect: { evidence: ['is-served', 'window-holds'] },
    });
    expect(await lastingDifferences(planes[0].kubectl, before)).toEqual([]);
  });

  it('mends a wrong image tag and puts it back with its owner', async () => {
    const namespace = await makeNamespace('fix');
    const deployment = 'deployment/checkout';
    const image = (tag: string) => `registry.example.com/checkout:${tag}`;
    await kubectl(
      ...['create', 'deployment', 'checkout', `--image=${image('1.0.0')}`],
      ...['-n', namespace],
    );
    await kubectl(
      ...['rollout', 'status', deployment, '-n', namespace, '--timeout=60s'],
    );
    await kubectl(
      ...['set', 'image', deployment, `checkout=${image('does-not-exist')}`],
      ...['-n', namespace],
    );
    await podIsRefusedItsImage(namespace);
    const before = await settledObjects(planes[0].kubectl);
    await run({
      missionRef: 'mission-control/fix-wrong-image-tag',
      parameters: { namespace, deployment: 'checkout' },
      expect: { plan: { change: 1 }, evidence: ['is-healthy'] },
    });
    expect(await lastingDifferences(planes[0].kubectl, before)).toEqual([]);
  });

  it('looks for workloads without limits and changes nothing', async () => {
    const namespace = await makeNamespace('orbit');
    await kubectl(
      ...['create', 'deployment', 'unbounded', '--image=example/a:1'],
      ...['-n', namespace],
    );
    const before = await settledObjects(planes[0].kubectl);
    await run({
      missionRef: 'mission-control/orbit-resource-limits',
      parameters: {},
      expect: { findings: 1 },
      undo: false,
    });
    expect(await lastingDifferences(planes[0].kubectl, before)).toEqual([]);
  });

  it('chains missions over two clusters, and taking the chain back leaves both as they were', async () => {
    const before = await Promise.all(
      planes.map(plane => settledObjects(plane.kubectl)),
    );
    const chain = await run({
      missionRef: 'mission-control/roll-out-web-application',
      parameters: {
        clusters: names,
        namespace: `chain-${unique()}`,
        askService: false,
      },
      targets: [],
      expect: { children: 3 },
    });
    const differences = await Promise.all(
      planes.map((plane, index) =>
        lastingDifferences(plane.kubectl, before[index]),
      ),
    );
    expect(differences.flat()).toEqual([]);

    const { operator } = cast();
    const children = await operator.children(chain.id);
    expect(
      children.map(child => ({
        mission: child.missionRef,
        verified: child.targets.map(({ id, state }) => `${id} ${state}`),
        undone: child.undoRuns?.map(({ state }) => state) ?? [],
      })),
    ).toEqual([
      {
        mission: 'mission-control/install-web-application',
        verified: ['harbour succeeded', 'lagoon succeeded'],
        undone: ['succeeded'],
      },
      {
        mission: 'mission-control/verify-rollout',
        verified: ['harbour succeeded', 'lagoon succeeded'],
        undone: [],
      },
      {
        mission: 'mission-control/orbit-resource-limits',
        verified: ['harbour succeeded', 'lagoon succeeded'],
        undone: [],
      },
    ]);
  });

  function run(
    scenario: Pick<Scenario, 'missionRef' | 'parameters' | 'expect'> &
      Partial<Scenario>,
  ): Promise<Run> {
    return runScenario(cast(), {
      undo: true,
      name: 'real',
      targets: [cluster],
      ...scenario,
    });
  }

  async function makeNamespace(purpose: string): Promise<string> {
    const namespace = `${purpose}-${unique()}`;
    await kubectl('create', 'namespace', namespace);
    return namespace;
  }

  /** The broken revision has its pod, and the pod has failed. */
  async function podIsRefusedItsImage(namespace: string) {
    const reason =
      '{.items[*].status.containerStatuses[*].state.waiting.reason}';
    const deadline = Date.now() + 60_000;
    for (;;) {
      const reasons = await kubectl(
        ...['get', 'pods', '-n', namespace, '-o', `jsonpath=${reason}`],
      );
      if (reasons.includes('ImagePullBackOff')) {
        return;
      }
      if (Date.now() > deadline) {
        throw new Error(`No pod of ${namespace} was refused its image`);
      }
      await sleep(250);
    }
  }
});
