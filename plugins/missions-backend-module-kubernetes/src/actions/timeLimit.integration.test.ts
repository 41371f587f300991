import { MissionError } from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { isWrite } from '../__testUtils__/FiveObjects';
import { simulator } from '../__testUtils__/integrationTargets';
import { SharedServer } from '../__testUtils__/SharedServer';
import { deleteAction } from './delete';
import { jobAction } from './job';
import { waitAction } from './wait';

const MINUTE = 60_000;
const MISSING = {
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'default',
      name: 'never',
    },
  ],
};

describe("the step's time", () => {
  const server = SharedServer.ofGroup(simulator);
  let cluster: ClusterClient;
  beforeEach(() => {
    cluster = server.cluster;
  });

  /** A step whose time is up when it looks at an object again, after `since`. */
  function benchEndingAt(
    path: string,
    { since, looked }: { since?: 'DELETE'; looked?: () => void } = {},
  ) {
    const controller = new AbortController();
    const reason = new MissionError('STEP_TIMEOUT', 'It did not end in time');
    let counts = since === undefined;
    let looks = 0;
    const counting = server.client({
      beforeRequest: request => {
        const { method = 'GET' } = request;
        if (method === since && isWrite(request)) {
          counts = true;
        }
        if (counts && method === 'GET' && request.path.endsWith(path)) {
          looks += 1;
          if (looks === 2) {
            controller.abort(reason);
          }
          looked?.();
        }
      },
    });
    return new ActionBench({ cluster: counting, signal: controller.signal });
  }

  it('ends kubernetes:wait by itself, whatever the input says', async () => {
    const timeLimit = { withoutProgressMs: 1000, inAllMs: 1000 };
    await expect(
      new ActionBench({ cluster, timeLimit }).run(waitAction, {
        ...MISSING,
        timeout: '30m',
      }),
    ).rejects.toMatchObject({
      name: 'Inconclusive',
      message: expect.stringMatching(/^Not settled after 1 s, nothing moved: /),
    });
  });

  it('goes on as long as there is progress, and tells it', async () => {
    let asked = 0;
    const moving = server.client({
      beforeRequest: async ({ path }) => {
        if (path.endsWith('/configmaps/moving')) {
          asked += 1;
          await cluster.request({
            method: 'PATCH',
            path,
            query: { fieldManager: 'test', force: true },
            contentType: 'application/apply-patch+yaml',
            body: {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name: 'moving' },
              data: { asked: String(asked) },
            },
          });
        }
      },
    });
    const bench = new ActionBench({
      cluster: moving,
      timeLimit: { withoutProgressMs: 30_000, inAllMs: 60_000 },
    });
    await bench.run(waitAction, {
      for: 'condition',
      condition: 'object.data.asked == "2"',
      objects: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace: 'default',
          name: 'moving',
        },
      ],
    });
    expect(bench.progress.length).toBeGreaterThanOrEqual(2);
  });

  it('waits for a field of a condition that is not there yet', async () => {
    const path = '/api/v1/namespaces/default/configmaps';
    const name = 'later';
    const apply = (data: Record<string, string>) =>
      cluster.request({
        method: 'PATCH',
        path: `${path}/${name}`,
        query: { fieldManager: 'test', force: true },
        contentType: 'application/apply-patch+yaml',
        body: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name },
          data,
        },
      });
    await apply({ other: 'yes' });
    let asked = 0;
    const moving = server.client({
      beforeRequest: async request => {
        if (request.path === `${path}/${name}` && request.method === 'GET') {
          asked += 1;
          await apply(asked > 1 ? { phase: 'Bound' } : { other: 'yes' });
        }
      },
    });
    const bench = new ActionBench({ cluster: moving });
    const output = await bench.run(waitAction, {
      for: 'condition',
      condition: 'object.data.phase == "Bound"',
      objects: [
        { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name },
      ],
    });
    expect(output).toMatchObject({
      reason: expect.stringContaining('object.data.phase == "Bound"'),
    });
    expect(asked).toBeGreaterThan(1);
  });

  it(
    'is not waited for when an object is gone that an earlier step wrote',
    async () => {
      const bench = new ActionBench({ cluster, wroteEarlier: MISSING.objects });
      await expect(bench.run(waitAction, MISSING)).rejects.toMatchObject({
        code: 'NOT_READY',
        message: expect.stringMatching(
          /never: It does not exist, for \d+ s now, and an earlier step of this run wrote it$/,
        ),
        object: MISSING.objects[0],
      });
    },
    MINUTE,
  );

  it('makes an interrupted kubernetes:wait inconclusive, with what it saw last', async () => {
    await expect(
      benchEndingAt('/deployments/never').run(waitAction, MISSING),
    ).rejects.toMatchObject({
      name: 'Inconclusive',
      code: 'STEP_TIMEOUT',
      message: expect.stringContaining('never: It does not exist'),
    });
  });

  it('is told apart from a cluster that does not answer', async () => {
    const silent = benchEndingAt('/deployments/never', {
      looked: () => {
        throw new MissionError('CLUSTER_UNREACHABLE', 'No route');
      },
    });
    await expect(silent.run(waitAction, MISSING)).rejects.toMatchObject({
      name: 'Inconclusive',
      message: expect.stringContaining('Could not look: No route'),
    });
  });

  it('leaves other reasons to stop as they are', async () => {
    const controller = new AbortController();
    const reason = new Error('lease lost');
    setTimeout(() => controller.abort(reason), 100);
    const bench = new ActionBench({ cluster, signal: controller.signal });
    await expect(bench.run(waitAction, MISSING)).rejects.not.toMatchObject({
      name: 'Inconclusive',
    });
  });

  it('makes an interrupted kubernetes:job inconclusive, and says that it goes on', async () => {
    const controller = new AbortController();
    const watched = server.client({
      beforeRequest: ({ path }) => {
        if (path.endsWith('/pods')) {
          controller.abort(
            new MissionError('STEP_TIMEOUT', 'It did not end in time'),
          );
        }
      },
    });
    const { signal } = controller;
    const bench = new ActionBench({ cluster: watched, signal });
    const input = {
      namespace: 'default',
      image: 'busybox:slow',
      command: ['sleep', '600'],
    };
    const plan = await bench.plan(jobAction, input);
    await expect(bench.run(jobAction, input, plan)).rejects.toMatchObject({
      name: 'Inconclusive',
      code: 'STEP_TIMEOUT',
      message: expect.stringMatching(/^Not settled after \d s, .*: Job /),
      remedy: expect.stringMatching(
        /^It goes on in the cluster, which ends it after 10m\. Look at Job /,
      ),
    });
  });

  it('makes a deletion that a finalizer holds inconclusive, and names the finalizer', async () => {
    const ref = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'default',
      name: 'held',
    };
    await cluster.request({
      method: 'POST',
      path: '/api/v1/namespaces/default/configmaps',
      body: { metadata: { name: 'held', finalizers: ['example.dev/hold'] } },
    });
    const bench = benchEndingAt('/configmaps/held', { since: 'DELETE' });
    const input = { objects: [ref] };
    const plan = await bench.plan(deleteAction, input);
    await expect(bench.run(deleteAction, input, plan)).rejects.toMatchObject({
      name: 'Inconclusive',
      code: 'STEP_TIMEOUT',
      object: ref,
      message: expect.stringContaining('finalizers example.dev/hold'),
      remedy: expect.stringMatching(/^A finalizer may hold it/),
    });
  });
});
