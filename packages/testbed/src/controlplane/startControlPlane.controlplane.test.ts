import { setTimeout as sleep } from 'node:timers/promises';

import { acquireControlPlane } from './acquireControlPlane';
import { ControlPlane } from './startControlPlane';

jest.setTimeout(120_000);

const NAMESPACE = 'testbed-proof';

describe('startControlPlane', () => {
  let cluster: ControlPlane;

  beforeAll(async () => {
    cluster = await acquireControlPlane();
    await cluster.kubectl(['create', 'namespace', NAMESPACE]);
  });

  afterAll(async () => {
    await cluster?.kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
    await cluster?.stop();
  });

  const kubectl = (...args: string[]) =>
    cluster.kubectl([`--namespace=${NAMESPACE}`, ...args]);

  it('reports the version that go.mod pins', async () => {
    const version = JSON.parse(await kubectl('version', '-o', 'json'));
    expect(version.serverVersion.gitVersion).toMatch(/^v1\.\d+\.\d+$/);
    expect(version.serverVersion.gitVersion).toBe(
      version.clientVersion.gitVersion,
    );
  });

  it('keeps its node alive by a lease, as kubelets do', async () => {
    const lease = (path: string) =>
      cluster.kubectl([
        '--namespace=kube-node-lease',
        'get',
        'lease',
        'testbed-node',
        '-o',
        `jsonpath={.spec.${path}}`,
      ]);
    expect(await lease('holderIdentity')).not.toBe('');
    const first = await lease('renewTime');
    const deadline = Date.now() + 30_000;
    let renewed = first;
    while (renewed === first && Date.now() < deadline) {
      await sleep(500);
      renewed = await lease('renewTime');
    }
    expect(Date.parse(renewed)).toBeGreaterThan(Date.parse(first));
  });

  it('rolls out a Deployment', async () => {
    await kubectl('create', 'deployment', 'web', '--image=example/web:1');
    await kubectl('rollout', 'status', 'deployment/web', '--timeout=60s');
    expect(
      await kubectl('get', 'pods', '-o', 'jsonpath={.items[*].status.phase}'),
    ).toBe('Running');
  });

  it('makes a pod ready again that the loss of its node made unready', async () => {
    const ready = '{.status.conditions[?(@.type=="Ready")].status}';
    await kubectl('run', 'found', '--image=example/web:1');
    await kubectl('wait', 'pod/found', '--for=condition=Ready');
    // What the controllers write for a lost node.
    const conditions = [{ type: 'Ready', status: 'False' }];
    await kubectl(
      ...['patch', 'pod', 'found', '--subresource=status', '-p'],
      JSON.stringify({ status: { conditions } }),
    );
    const end = Date.now() + 30_000;
    const state = () =>
      kubectl('get', 'pod', 'found', '-o', `jsonpath=${ready}`);
    while ((await state()) !== 'True' && Date.now() < end) {
      await sleep(200);
    }
    expect(await state()).toBe('True');
    expect(
      await kubectl(
        'get',
        'pod',
        'found',
        '-o',
        'jsonpath={.status.conditions[*].type}',
      ),
    ).toContain('PodScheduled');
  });

  it.each([
    ['1.2.3-does-not-exist', 'ImagePullBackOff', ''],
    ['crash', 'CrashLoopBackOff', '1'],
    ['oom', 'CrashLoopBackOff', '137'],
  ])('fails a pod whose image has the tag %s', async (tag, reason, code) => {
    const name = `fails-${reason.toLowerCase()}${code}`;
    await kubectl('run', name, `--image=example/web:${tag}`);
    const status = '{.status.containerStatuses[0]';
    await kubectl(
      'wait',
      `pod/${name}`,
      `--for=jsonpath=${status}.state.waiting.reason}=${reason}`,
      '--timeout=30s',
    );
    expect(
      await kubectl(
        'get',
        'pod',
        name,
        '-o',
        `jsonpath=${status}.ready} ${status}.lastState.terminated.exitCode}`,
      ),
    ).toBe(`false ${code}`);
  });

  it('binds a claim of the default storage class', async () => {
    await cluster.kubectl(
      [`--namespace=${NAMESPACE}`, 'create', '-f', '-'],
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Gi' } },
        },
      }),
    );
    const phase = () =>
      kubectl('get', 'pvc', 'data', '-o', 'jsonpath={.status.phase}');
    for (let i = 0; i < 60 && (await phase()) !== 'Bound'; i++) {
      await sleep(500);
    }
    expect(await phase()).toBe('Bound');
  });

  it('says why a pod does not fit on the node', async () => {
    await cluster.kubectl(
      [`--namespace=${NAMESPACE}`, 'create', '-f', '-'],
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'greedy' },
        spec: {
          containers: [
            {
              name: 'main',
              image: 'example/greedy:1',
              resources: { requests: { cpu: '1000' } },
            },
          ],
        },
      }),
    );
    await kubectl(
      'wait',
      'pod/greedy',
      '--for=condition=PodScheduled=false',
      '--timeout=30s',
    );
    expect(
      await kubectl(
        'get',
        'pod',
        'greedy',
        '-o',
        'jsonpath={.status.conditions[*].message}',
      ),
    ).toContain('Insufficient cpu');
  });
});
