import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  createSimulator,
  type Simulator,
} from '@mission-control/plugin-missions-backend-module-demo';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { createRawClient } from '@mission-control/plugin-missions-node/testing';
import { parse } from 'yaml';

jest.setTimeout(60_000);

const PAGE = resolve(__dirname, '../../../../docs/clusters.md');

describe('the role of docs/clusters.md', () => {
  let simulator: Simulator;
  let client: ClusterClient & { close(): void };

  beforeAll(async () => {
    const [, role] =
      /```yaml\n(apiVersion: rbac[^`]+name: mission-control-reader\n[^`]+)```/.exec(
        readFileSync(PAGE, 'utf8'),
      ) ?? [];
    const { metadata, ...rest } = parse(role ?? '');
    const apiGroup = 'rbac.authorization.k8s.io';
    simulator = await createSimulator({
      name: 'test',
      tokens: { portal: { user: 'portal', groups: ['system:authenticated'] } },
      objects: [
        { metadata, ...rest },
        {
          apiVersion: `${apiGroup}/v1`,
          kind: 'ClusterRoleBinding',
          metadata: { name: 'portal' },
          roleRef: { apiGroup, kind: 'ClusterRole', name: metadata.name },
          subjects: [{ apiGroup, kind: 'User', name: 'portal' }],
        },
      ],
    });
    const { server, ca } = simulator;
    client = createRawClient({ name: 'test', server, ca, token: 'portal' });
  });

  afterAll(async () => {
    client?.close();
    await simulator?.stop();
  });

  /** Whether the role allows a verb on a resource, as "group/resource/subresource". */
  async function mayDo(verb: string, what: string): Promise<boolean> {
    const [group, resource, subresource] = what.split('/');
    const { body } = await client.request({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb, group, resource, subresource } },
      },
    });
    return body.status.allowed;
  }

  it.each([
    '/pods/exec',
    '/pods/attach',
    '/pods/portforward',
    '/pods/proxy',
    '/pods/ephemeralcontainers',
    '/services/proxy',
    '/nodes/proxy',
    '/serviceaccounts/token',
  ])('opens nothing by %s', async what => {
    const verbs = ['get', 'create', 'update', 'patch'];
    const answers = await Promise.all(verbs.map(verb => mayDo(verb, what)));
    expect(answers).toEqual(verbs.map(() => false));
  });

  it.each([
    ['get', '/pods/log'],
    ['get', '/pods'],
    ['watch', '/secrets'],
    ['get', '/persistentvolumeclaims'],
    ['get', 'apps/deployments'],
    ['get', 'apiextensions.k8s.io/customresourcedefinitions'],
    ['list', '/bindings'],
    ['list', 'rbac.authorization.k8s.io/roles'],
    ['list', 'acme.example/widgets'],
  ])('lets the portal %s %s', async (verb, what) => {
    expect(await mayDo(verb, what)).toBe(true);
  });
});
