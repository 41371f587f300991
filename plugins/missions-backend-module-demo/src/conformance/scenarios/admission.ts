import { deployment, pod } from '../objects';
import { Scenario, ScenarioApi } from '../scenario';

const pods = (namespace: string) => `/api/v1/namespaces/${namespace}/pods`;

/** Labels the scenario's own namespace for Pod Security, and waits until admission knows. */
async function secure(
  { patch, untilAdmission, namespace }: ScenarioApi,
  mode: string,
  level: string,
): Promise<void> {
  await patch('merge', `/api/v1/namespaces/${namespace}`, {
    metadata: { labels: { [`pod-security.kubernetes.io/${mode}`]: level } },
  });
  await untilAdmission(
    pods(namespace),
    pod('probe', { hostNetwork: true }),
    ({ status, headers }) => status === 403 || headers.warning !== undefined,
    `Pod Security to ${mode} ${level}`,
  );
}

const tight = {
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

const violations: [string, string, object, object][] = [
  [
    'baseline',
    'a privileged container',
    {},
    { securityContext: { privileged: true } },
  ],
  ['baseline', 'the host network', { hostNetwork: true }, {}],
  [
    'baseline',
    'the namespaces of the host',
    { hostPID: true, hostIPC: true },
    {},
  ],
  [
    'baseline',
    'a path of the host',
    { volumes: [{ name: 'h', hostPath: { path: '/' } }] },
    {},
  ],
  [
    'baseline',
    'a capability beyond the default',
    {},
    { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } },
  ],
  [
    'baseline',
    'a port of the host',
    {},
    { ports: [{ containerPort: 80, hostPort: 80 }] },
  ],
  ['restricted', 'a container that says nothing', {}, {}],
  [
    'restricted',
    'privilege escalation',
    {},
    {
      securityContext: {
        ...tight.securityContext,
        allowPrivilegeEscalation: true,
      },
    },
  ],
  [
    'restricted',
    'a user that is root',
    { securityContext: { runAsUser: 0 } },
    tight,
  ],
  [
    'restricted',
    'a path of the host and a privileged container',
    { volumes: [{ name: 'h', hostPath: { path: '/' } }] },
    { securityContext: { privileged: true } },
  ],
];

/** Pod Security, ResourceQuota, LimitRange and service accounts. */
export const admission: Scenario[] = [
  ...violations.map(
    ([level, what, spec, container]): Scenario => ({
      name: `refuses ${what} at level ${level}`,
      run: async api => {
        await secure(api, 'enforce', level);
        const answer = await api.post(
          pods(api.namespace),
          pod('a', spec, container),
        );
        api
          .expect(answer)
          .toMatchObject({ status: 403, body: { reason: 'Forbidden' } });
        api
          .expect(answer.body.message)
          .toMatch(`violates PodSecurity "${level}:latest"`);
      },
    }),
  ),
  {
    name: 'admits a pod that keeps to level restricted',
    run: async api => {
      await secure(api, 'enforce', 'restricted');
      api
        .expect(
          (
            await api.post(pods(api.namespace), pod('a', {}, tight), {
              dryRun: 'All',
            })
          ).status,
        )
        .toBe(201);
    },
  },
  {
    name: 'only warns of a workload that breaks the enforced level',
    run: async api => {
      await secure(api, 'warn', 'restricted');
      const answer = await api.post(
        `/apis/apps/v1/namespaces/${api.namespace}/deployments`,
        deployment('a', { replicas: 0 }),
      );
      api.expect(answer.status).toBe(201);
      api
        .expect(String(answer.headers.warning))
        .toMatch('would violate PodSecurity \\"restricted:latest\\"');
    },
  },
  {
    name: 'refuses what exceeds a quota, naming requested, used and limited',
    run: async ({ post, until, untilAdmission, namespace, expect }) => {
      const quotas = `/api/v1/namespaces/${namespace}/resourcequotas`;
      await post(quotas, {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'q' },
        // What it allows none of tells when admission knows it.
        spec: { hard: { 'count/secrets': '1', 'count/pods': '0' } },
      });
      await until(
        `${quotas}/q`,
        ({ body }) => body.status?.used !== undefined,
        'the used amounts of the quota',
      );
      await untilAdmission(
        pods(namespace),
        pod('a'),
        ({ status }) => status === 403,
        'that admission knows the quota',
      );
      const secret = (name: string) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name },
      });
      await post(`/api/v1/namespaces/${namespace}/secrets`, secret('a'));
      const answer = await post(
        `/api/v1/namespaces/${namespace}/secrets`,
        secret('b'),
      );
      expect(answer.body.message).toBe(
        'secrets "b" is forbidden: exceeded quota: q, requested: count/secrets=1, used: count/secrets=1, limited: count/secrets=1',
      );
    },
  },
  {
    name: 'refuses a pod that does not say what the quota counts',
    run: async ({ post, until, untilAdmission, namespace, expect }) => {
      const quotas = `/api/v1/namespaces/${namespace}/resourcequotas`;
      await post(quotas, {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'q' },
        spec: { hard: { 'requests.cpu': '1', 'limits.memory': '1Gi' } },
      });
      await until(
        `${quotas}/q`,
        ({ body }) => body.status?.used !== undefined,
        'the used amounts of the quota',
      );
      await untilAdmission(
        pods(namespace),
        pod('a'),
        ({ status }) => status === 403,
        'that admission knows the quota',
      );
      const answer = await post(pods(namespace), pod('a'));
      expect(answer.status).toBe(403);
      expect(answer.body.message).toMatch('failed quota: q: must specify');
    },
  },
  {
    name: 'does not add dry runs up to a quota',
    run: async ({ post, until, namespace, expect }) => {
      const quotas = `/api/v1/namespaces/${namespace}/resourcequotas`;
      await post(quotas, {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'q' },
        spec: { hard: { 'count/secrets': '1' } },
      });
      await until(
        `${quotas}/q`,
        ({ body }) => body.status?.used !== undefined,
        'the used amounts of the quota',
      );
      for (const name of ['a', 'b']) {
        const answer = await post(
          `/api/v1/namespaces/${namespace}/secrets`,
          { apiVersion: 'v1', kind: 'Secret', metadata: { name } },
          { dryRun: 'All' },
        );
        expect(answer.status).toBe(201);
      }
    },
  },
  {
    name: 'fills requests and limits from a LimitRange',
    run: async ({ post, namespace, expect }) => {
      const limits = [
        {
          type: 'Container',
          default: { cpu: '500m', memory: '256Mi' },
          defaultRequest: { cpu: '100m' },
        },
      ];
      await post(`/api/v1/namespaces/${namespace}/limitranges`, {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'l' },
        spec: { limits },
      });
      const answer = await post(
        pods(namespace),
        pod('a', { automountServiceAccountToken: false }),
        { dryRun: 'All' },
      );
      expect(answer.body.spec.containers[0].resources).toEqual({
        limits: { cpu: '500m', memory: '256Mi' },
        requests: { cpu: '100m', memory: '256Mi' },
      });
    },
  },
  {
    name: 'refuses a container beyond a LimitRange',
    run: async ({ post, namespace, expect }) => {
      const limits = [{ type: 'Container', max: { cpu: '1' } }];
      await post(`/api/v1/namespaces/${namespace}/limitranges`, {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'l' },
        spec: { limits },
      });
      const answer = await post(
        pods(namespace),
        pod('a', {}, { resources: { limits: { cpu: '2' } } }),
      );
      expect(answer.body.message).toMatch(
        'maximum cpu usage per Container is 1, but limit is 2',
      );
    },
  },
  {
    name: 'refuses a pod of an absent service account',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(
        pods(namespace),
        pod('a', { serviceAccountName: 'absent' }),
      );
      expect(answer.status).toBe(403);
      expect(answer.body.message).toMatch('serviceaccount "absent" not found');
    },
  },
  {
    name: 'completes a pod with account, tolerations and priority',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(
        pods(namespace),
        pod('a', { automountServiceAccountToken: false }),
        { dryRun: 'All' },
      );
      expect(answer.body.spec).toMatchObject({
        serviceAccountName: 'default',
        priority: 0,
      });
    },
  },
];
