import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import {
  integrationTargets,
  type IntegrationCluster,
} from '../__testUtils__/integrationTargets';
import { applyAction } from '../actions/apply';
import { patchAction } from '../actions/patch';

const MINUTE = 60_000;
const PATH = '/api/v1/namespaces/default/configmaps';
const ref = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'default',
  name: 'flag',
};
const object = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'flag', namespace: 'default' },
};

describe.each(integrationTargets())('proof of a write on $title', target => {
  let server: IntegrationCluster;
  let cluster: ClusterClient;

  beforeAll(async () => {
    server = await target.start();
    cluster = server.client();
  }, MINUTE);
  afterAll(async () => {
    await server?.stop();
  });
  beforeEach(async () => {
    await cluster.request({ method: 'POST', path: PATH, body: object });
  });
  afterEach(async () => {
    await cluster
      .request({ method: 'DELETE', path: `${PATH}/flag` })
      .catch(() => undefined);
  });

  const change = { data: { colour: 'red' } };
  it.each([
    ['kubernetes:apply', applyAction, { objects: [{ ...object, ...change }] }],
    ['kubernetes:patch', patchAction, { object: ref, patch: change }],
  ])(
    'of %s is not there when somebody deleted the object meanwhile',
    async (_id, action: any, input) => {
      const hasty = server.client({
        afterRequest: async ({ method = 'GET', path, query }) => {
          const isWrite = method === 'PATCH' || method === 'PUT';
          if (isWrite && path.startsWith(PATH) && !query?.dryRun) {
            await cluster.request({ method: 'DELETE', path: `${PATH}/flag` });
          }
        },
      });
      const step = new ActionBench({ cluster: hasty });
      const plan = await step.plan(action, input);
      await expect(step.run(action, input, plan)).rejects.toMatchObject({
        code: 'STEP_FAILED',
        object: ref,
        message:
          'ConfigMap default/flag was written, and is not there any more',
      });
      expect(step.evidence).toEqual([
        {
          asked: 'GET ConfigMap default/flag',
          answered: 'not found',
          object: ref,
        },
      ]);
    },
    MINUTE,
  );
});
