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
import { logsAction } from '.';

const MINUTE = 60_000;
const NAMESPACE = 'default';
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;

// Only on the simulator: a control plane without nodes has no logs.
describe('kubernetes:logs', () => {
  let server: IntegrationCluster;
  let cluster: ClusterClient;

  async function create(
    name: string,
    options: { image?: string; spec?: object } = {},
  ) {
    const { image = 'web:1.0', spec } = options;
    await cluster.request({
      method: 'POST',
      path: PODS,
      body: {
        metadata: { name, labels: { app: name, all: 'pods' } },
        spec: { containers: [{ name: 'web', image }], ...spec },
      },
    });
  }

  const seen = (
    name: string,
    is: (status: NonNullable<KubernetesObject['status']>) => boolean,
  ) =>
    waitFor(async () => {
      const { body } = await cluster.request({ path: `${PODS}/${name}` });
      return is(body.status ?? {});
    });
  const isReady = (status: any) => status.containerStatuses?.[0]?.ready;
  const isWaitingFor = (reason: string) => (status: any) =>
    status.containerStatuses?.[0]?.state?.waiting?.reason === reason;

  beforeAll(async () => {
    server = await simulator.start();
    cluster = server.client();
    await create('web', {
      spec: {
        initContainers: [{ name: 'migrate', image: 'migrate:1.0' }],
        containers: [
          { name: 'web', image: 'web:1.0', ports: [{ containerPort: 80 }] },
          { name: 'proxy', image: 'proxy:2.0' },
        ],
      },
    });
    await create('crashing', { image: 'web:crash' });
    await create('stuck', { image: 'web:does-not-exist' });
    await seen('web', isReady);
    await seen('crashing', isWaitingFor('CrashLoopBackOff'));
    await seen('stuck', isWaitingFor('ImagePullBackOff'));
  }, MINUTE);
  afterAll(async () => {
    await server?.stop();
  });

  /** The pull is tried again and again. */
  const notStarted = (before = '') =>
    expect.stringMatching(
      `^${before}container "web" in pod "stuck" is waiting to start: (ErrImagePull|ImagePullBackOff)$`,
    );
  const input = (rest: object) => ({ namespace: NAMESPACE, ...rest });
  const bench = () => new ActionBench({ cluster });

  it('reads all containers of a pod, those of its start first', async () => {
    const step = bench();
    const { pods } = await step.run(logsAction, input({ pod: 'web' }));
    expect(pods).toEqual([
      {
        pod: 'web',
        container: 'migrate',
        lines: ['starting migrate from migrate:1.0', 'working', 'done'],
      },
      {
        pod: 'web',
        container: 'web',
        lines: expect.arrayContaining(['starting web from web:1.0']),
      },
      {
        pod: 'web',
        container: 'proxy',
        lines: expect.arrayContaining(['starting proxy from proxy:2.0']),
      },
    ]);
    expect(step.logs.slice(0, 4)).toEqual([
      { level: 'info', text: 'web/migrate: starting migrate from migrate:1.0' },
      { level: 'info', text: 'web/migrate: working' },
      { level: 'info', text: 'web/migrate: done' },
      { level: 'info', text: 'web/web: starting web from web:1.0' },
    ]);
    expect(step.evidence).toEqual([
      {
        asked: 'Logs of all containers in pod default/web',
        answered: pods.map(({ pod, container, lines }) => ({
          pod,
          container,
          lines: lines.length,
        })),
      },
    ]);
  });

  it.each(['migrate', 'proxy'])('reads %s alone', async container => {
    const { pods } = await bench().run(
      logsAction,
      input({ selector: 'app=web', container }),
    );
    expect(pods).toMatchObject([{ pod: 'web', container }]);
    expect(pods[0].lines[0]).toContain(`starting ${container}`);
  });

  it('reads the last lines, as many as were asked for', async () => {
    const { pods } = await bench().run(
      logsAction,
      input({ pod: 'web', container: 'migrate', tailLines: 1 }),
    );
    expect(pods[0].lines).toEqual(['done']);
  });

  it('reads what a container said before its restart', async () => {
    const { pods } = await bench().run(
      logsAction,
      input({ pod: 'crashing', previous: true }),
    );
    expect(pods[0].lines).toContain(
      'fatal: environment variable DATABASE_URL is not set',
    );
  });

  it('masks secrets, also one that lies across the end of a line', async () => {
    const secret = 'hunter2-hunter2';
    const long = `${'x'.repeat(1_995)}${secret}${'y'.repeat(50)}`;
    const step = new ActionBench({
      cluster: {
        ...cluster,
        async *lines() {
          yield `the key is ${secret}`;
          yield long;
        },
      },
      secrets: [secret],
    });
    const { pods } = await step.run(
      logsAction,
      input({ pod: 'web', container: 'web' }),
    );
    expect(pods[0].lines).toEqual([
      'the key is ***',
      `${'x'.repeat(1_995)}***yy`,
    ]);
    expect(JSON.stringify([step.logs, step.evidence])).not.toContain('hunt');
  });

  it('asks for whole seconds', async () => {
    const asked: unknown[] = [];
    const client = server.client({
      beforeRequest: ({ query }) => {
        asked.push(query?.sinceSeconds);
      },
    });
    await new ActionBench({ cluster: client }).run(
      logsAction,
      input({ pod: 'web', container: 'web', since: '1500ms' }),
    );
    expect(asked).toEqual([undefined, 2]);
  });

  it('says of a container that it has not started, beside those that have', async () => {
    const step = bench();
    const { pods } = await step.run(
      logsAction,
      input({ selector: 'app in (stuck, crashing)' }),
    );
    expect(pods).toContainEqual({
      pod: 'stuck',
      container: 'web',
      lines: [],
      noLog: notStarted(),
    });
    expect(step.logs).toContainEqual({
      level: 'warn',
      text: notStarted('stuck/web has no log: '),
    });
    expect(step.evidence).toMatchObject([
      {
        answered: expect.arrayContaining([
          { pod: 'stuck', container: 'web', lines: 0, noLog: notStarted() },
        ]),
      },
    ]);
  });

  it('is inconclusive when none has started yet', async () => {
    const step = bench();
    await expect(
      step.run(logsAction, input({ pod: 'stuck' })),
    ).rejects.toMatchObject({
      name: 'Inconclusive',
      message: notStarted(
        'No container of pod default/stuck has a log: stuck/web: ',
      ),
      remedy: expect.stringContaining('kubernetes:wait'),
      evidence: [{ answered: [{ pod: 'stuck', container: 'web', lines: 0 }] }],
    });
    expect(step.evidence).toEqual([]);
  });

  it('is inconclusive when nothing ended before', async () => {
    await expect(
      bench().run(
        logsAction,
        input({ pod: 'web', container: 'proxy', previous: true }),
      ),
    ).rejects.toMatchObject({
      name: 'Inconclusive',
      message: expect.stringContaining(
        'No container of pod default/web has an earlier log: web/proxy: previous terminated container "proxy"',
      ),
      remedy: expect.stringContaining('Leave previous out'),
    });
  });

  it('is inconclusive when no pod matches: some may still come', async () => {
    const step = bench();
    await expect(
      step.run(logsAction, input({ selector: 'app=none' })),
    ).rejects.toMatchObject({
      name: 'Inconclusive',
      message: 'No pod matches app=none in default: there is no log to read',
      evidence: [
        {
          asked: 'Logs of all containers in the pods app=none in default',
          answered: 'no pod',
        },
      ],
    });
    expect(step.evidence).toEqual([]);
  });

  it('fails for a container that no pod has, and names those there are', async () => {
    const step = bench();
    await expect(
      step.run(logsAction, input({ selector: 'app=web', container: 'wbe' })),
    ).rejects.toMatchObject({
      code: 'KUBERNETES_NOT_FOUND',
      retryable: false,
      message:
        "No container is called 'wbe' in the pods app=web in default: there are migrate (init), web, proxy",
    });
    expect(step.evidence).toEqual([
      {
        asked: 'Logs of wbe in the pods app=web in default',
        answered: { containers: 'migrate (init), web, proxy' },
      },
    ]);
  });

  it('fails for a pod that is not there', async () => {
    await expect(
      bench().run(logsAction, input({ pod: 'nowhere' })),
    ).rejects.toMatchObject({
      code: 'KUBERNETES_NOT_FOUND',
      message: expect.stringContaining('nowhere'),
    });
  });

  it('passes on what is no missing log', async () => {
    const client = server.client({
      beforeRequest: ({ path }) => {
        if (path.endsWith('/log')) {
          throw new Error('The connection was lost');
        }
      },
    });
    await expect(
      new ActionBench({ cluster: client }).run(
        logsAction,
        input({ pod: 'web' }),
      ),
    ).rejects.toThrow('The connection was lost');
  });
});
