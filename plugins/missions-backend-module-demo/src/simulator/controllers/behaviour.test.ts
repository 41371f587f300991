import { createApiClient } from '../../conformance/client';
import { TEST_CLUSTER_OBJECTS } from '../../conformance/testCluster';
import { createSimulator, Simulator } from '../simulator';

const WAIT_MS = 10_000;

describe('scripted workloads', () => {
  let simulator: Simulator;
  let client: ReturnType<typeof createApiClient>;
  const pods = '/api/v1/namespaces/default/pods';

  beforeAll(async () => {
    simulator = await createSimulator({
      name: 'scripts',
      speed: 100,
      objects: TEST_CLUSTER_OBJECTS,
    });
    client = createApiClient({ ...simulator, token: simulator.adminToken });
  });
  afterAll(async () => {
    client.close();
    await simulator.stop();
  });

  const run = (name: string, image: string, behaviour?: string) =>
    client.request('POST', pods, {
      body: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name,
          ...(behaviour
            ? {
                annotations: {
                  'demo.mission-control.dev/behaviour': behaviour,
                },
              }
            : {}),
        },
        spec: { containers: [{ name: 'main', image }] },
      },
    });
  const until = async (path: string, fits: (body: any) => boolean) => {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      const { body } = await client.request('GET', path);
      if (fits(body) || Date.now() > end) return body;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  };
  const status = (body: any) => body.status?.containerStatuses?.[0];

  it('cannot pull an image with a broken tag', async () => {
    await run('broken', 'example/web:does-not-exist');
    const body = await until(
      `${pods}/broken`,
      pod => status(pod)?.state.waiting?.reason === 'ImagePullBackOff',
    );
    expect(status(body).state.waiting.reason).toBe('ImagePullBackOff');
    const events = await until(
      '/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dbroken,type%3DWarning',
      ({ items }) => items.length > 1,
    );
    expect(events.items.map((event: any) => event.reason)).toContain('Failed');
  });

  it.each([
    ['crash', 1, 'Error'],
    ['oom', 137, 'OOMKilled'],
  ])(
    'ends a container by %s with exit code %s, and keeps its previous log',
    async (kind, exitCode, reason) => {
      await run(kind, 'example/web:1', kind);
      const body = await until(
        `${pods}/${kind}`,
        pod =>
          status(pod)?.restartCount > 0 && status(pod).lastState.terminated,
      );
      expect(status(body).lastState.terminated).toMatchObject({
        exitCode,
        reason,
      });
      const log = await client.request('GET', `${pods}/${kind}/log`, {
        query: { previous: true },
      });
      expect(log.body).toMatch(kind === 'oom' ? /heap/ : /fatal/);
    },
  );

  it.each([
    ['crash', 1, 'Error'],
    ['oom', 137, 'OOMKilled'],
  ])(
    'ends a pod that is never restarted by %s',
    async (tag, exitCode, reason) => {
      await client.request('POST', pods, {
        body: {
          metadata: { name: `never-${tag}` },
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'main', image: `example/web:${tag}` }],
          },
        },
      });
      const body = await until(
        `${pods}/never-${tag}`,
        pod => pod.status?.phase === 'Failed',
      );
      expect(status(body)).toMatchObject({
        restartCount: 0,
        state: { terminated: { exitCode, reason } },
      });
    },
  );

  it('keeps a slow container unready', async () => {
    await run('slow', 'example/web:1', 'slow:100');
    const body = await until(
      `${pods}/slow`,
      pod => status(pod)?.state.running !== undefined,
    );
    expect(status(body)).toMatchObject({ ready: false, started: true });
    await until(`${pods}/slow`, pod => status(pod)?.ready);
    expect(
      status((await client.request('GET', `${pods}/slow`)).body).ready,
    ).toBe(true);
  });

  it('leaves an unschedulable pod without a node', async () => {
    await run('nowhere', 'example/web:1', 'unschedulable');
    const body = await until(
      `${pods}/nowhere`,
      pod => pod.status.conditions !== undefined,
    );
    expect(body.status.conditions[0]).toMatchObject({
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
    });
  });

  it('ends init containers before the others start, and keeps sidecars', async () => {
    await client.request('POST', pods, {
      body: {
        metadata: { name: 'with-init' },
        spec: {
          initContainers: [
            { name: 'migrate', image: 'example/migrate:1' },
            {
              name: 'proxy',
              image: 'example/proxy:1',
              restartPolicy: 'Always',
            },
          ],
          containers: [{ name: 'main', image: 'example/web:1' }],
        },
      },
    });
    const body = await until(`${pods}/with-init`, pod => status(pod)?.ready);
    expect(body.status.initContainerStatuses).toMatchObject([
      {
        name: 'migrate',
        state: { terminated: { exitCode: 0, reason: 'Completed' } },
      },
      { name: 'proxy', ready: true, state: { running: {} } },
    ]);
    const log = await client.request('GET', `${pods}/with-init/log`, {
      query: { container: 'migrate' },
    });
    expect(log.body).toBe(
      'starting migrate from example/migrate:1\nworking\ndone\n',
    );
  });

  it('limits a log to its tail and gives its lines their times', async () => {
    await run('web', 'example/web:1');
    await until(`${pods}/web`, pod => status(pod)?.ready);
    const { body } = await client.request('GET', `${pods}/web/log`, {
      query: { tailLines: 1, timestamps: true },
    });
    expect(body.trim().split('\n')).toHaveLength(1);
    expect(body).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z /);
  });

  it.each([
    ['complete', 'Succeeded', ['working', 'done']],
    ['fail', 'Failed', [/^reading/, /^fatal/, 'exit status 1']],
    ['oom', 'Failed', [/^loading/, /^heap/]],
  ])(
    'tells to who follows a log to its end what a later reader reads: %s',
    async (kind, phase, lines) => {
      await client.request('POST', pods, {
        body: {
          metadata: {
            name: `followed-${kind}`,
            annotations: { 'demo.mission-control.dev/behaviour': kind },
          },
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'main', image: 'example/web:1' }],
          },
        },
      });
      const path = `${pods}/followed-${kind}`;
      await until(path, pod => status(pod)?.state.running);
      const log = { query: { follow: true } };
      const followed = await client.request('GET', `${path}/log`, log);
      const body = await until(path, pod => pod.status.phase === phase);
      expect(body.status.phase).toBe(phase);
      const read = await client.request('GET', `${path}/log`);
      expect(followed.body).toBe(read.body);
      expect(read.body.trim().split('\n').slice(1)).toEqual(
        lines.map(line => expect.stringMatching(line)),
      );
    },
  );
});
