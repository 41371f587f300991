import { HOW_A_TEMPLATE_IS_PRINTED, WHAT_CONTROLLERS_ADD } from '../exemptions';
import { pod, service } from '../objects';
import { Scenario } from '../scenario';
import { container, KIND_CASES, once } from './kindCases';

const API_KIND = (kind: string) => kind.split(' ').pop()!;
const versionOf = (path: string) =>
  path.replace(/^\/apis?\//, '').replace(/\/(namespaces\/%\/)?[a-z]+$/, '');

const inNamespace = <T>(value: T, namespace: string): T =>
  JSON.parse(JSON.stringify(value).replaceAll('%', namespace));

/** Defaults and ownership of each kind, by POST and by apply, as dry runs: nothing else has a part in them. */
const each: Scenario[] = KIND_CASES.flatMap(
  ({ kind, path, body, except }): Scenario[] => {
    const object = {
      apiVersion: versionOf(path),
      kind: API_KIND(kind),
      metadata: { name: 'conformance-x' },
      ...body,
    };
    return [
      {
        name: `fills the defaults of a ${kind}`,
        except,
        run: async ({ post, namespace, expect }) => {
          const answer = await post(
            path.replace('%', namespace),
            inNamespace(object, namespace),
            { dryRun: 'All', fieldManager: 'writer' },
          );
          expect(answer.status).toBe(201);
        },
      },
      {
        name: `owns what is applied of a ${kind}, and no defaults`,
        except,
        run: async ({ apply, namespace, expect }) => {
          const answer = await apply(
            `${path.replace('%', namespace)}/conformance-x`,
            inNamespace(object, namespace),
            { dryRun: 'All' },
          );
          expect(answer.status).toBe(201);
          expect(answer.body.metadata.managedFields?.length ?? 1).toBe(1);
        },
      },
    ];
  },
);

const refused: Scenario[] = [
  [
    'a Service without ports',
    '/api/v1/namespaces/%/services',
    { apiVersion: 'v1', kind: 'Service', spec: { selector: { a: 'b' } } },
  ],
  [
    'a Job that always restarts',
    '/apis/batch/v1/namespaces/%/jobs',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: {
        template: {
          spec: { restartPolicy: 'Always', containers: [container] },
        },
      },
    },
  ],
  [
    'a CronJob with a bad schedule',
    '/apis/batch/v1/namespaces/%/cronjobs',
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: { schedule: 'often', jobTemplate: { spec: { template: once } } },
    },
  ],
  [
    'a claim without access modes',
    '/api/v1/namespaces/%/persistentvolumeclaims',
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      spec: { resources: { requests: { storage: '1Gi' } } },
    },
  ],
  [
    'an autoscaler whose maximum is below its minimum',
    '/apis/autoscaling/v2/namespaces/%/horizontalpodautoscalers',
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      spec: {
        minReplicas: 3,
        maxReplicas: 2,
        scaleTargetRef: {
          kind: 'Deployment',
          name: 'x',
          apiVersion: 'apps/v1',
        },
      },
    },
  ],
  [
    'a Pod without containers',
    '/api/v1/namespaces/%/pods',
    { ...pod('x'), spec: { containers: [] } },
  ],
  [
    'a label that is no label',
    '/api/v1/namespaces/%/configmaps',
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x', labels: { a: 'not valid!' } },
    },
  ],
].map(
  ([what, path, body]: any): Scenario => ({
    name: `refuses ${what} with 422`,
    run: async ({ post, namespace, expect }) => {
      const answer = await post(path.replace('%', namespace), {
        metadata: { name: 'x' },
        ...body,
      });
      expect(answer.status).toBe(422);
      expect(answer.body.details.causes.length).toBe(1);
    },
  }),
);

/** Every kind's defaults, ownership and refusals. */
export const kinds: Scenario[] = [
  ...each,
  ...refused,
  {
    name: 'refuses to change the cluster IP of a Service',
    run: async ({ post, patch, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/services`;
      await post(path, service('a'));
      const answer = await patch('merge', `${path}/a`, {
        spec: { clusterIP: '10.96.200.200', clusterIPs: ['10.96.200.200'] },
      });
      expect(answer.status).toBe(422);
    },
  },
  {
    name: 'keeps the cluster IP when a PUT leaves it out',
    run: async ({ post, put, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/services`;
      const { body } = await post(path, service('a'));
      const answer = await put(`${path}/a`, service('a'));
      expect(answer.body.spec.clusterIP).toBe(body.spec.clusterIP);
    },
  },
  {
    name: 'refuses to change what a RoleBinding refers to',
    run: async ({ post, put, namespace, expect }) => {
      const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`;
      const binding = (name: string) => ({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'b' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      });
      await post(path, binding('one'));
      expect((await put(`${path}/b`, binding('two'))).status).toBe(422);
    },
  },
  {
    name: 'refuses to change the pod template of a Job',
    except: [HOW_A_TEMPLATE_IS_PRINTED],
    run: async ({ post, patch, namespace, expect }) => {
      const path = `/apis/batch/v1/namespaces/${namespace}/jobs`;
      await post(path, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'j' },
        spec: { parallelism: 0, template: once },
      });
      const answer = await patch('json', `${path}/j`, [
        {
          op: 'replace',
          path: '/spec/template/spec/containers/0/image',
          value: 'example/job:2',
        },
      ]);
      expect(answer.status).toBe(422);
    },
  },
  {
    name: 'refuses to create a Job again with the labels of the old one',
    except: [WHAT_CONTROLLERS_ADD],
    run: async ({ post, get, remove, until, namespace, expect }) => {
      const path = `/apis/batch/v1/namespaces/${namespace}/jobs`;
      await post(path, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'j' },
        spec: { parallelism: 0, template: once },
      });
      const { body } = await get(`${path}/j`);
      await remove(`${path}/j`, undefined, { propagationPolicy: 'Background' });
      await until(
        `${path}/j`,
        ({ status }) => status === 404,
        'the Job to be gone',
      );
      const { spec } = body;
      const answer = await post(path, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'j' },
        spec,
      });
      expect(answer.status).toBe(422);
    },
  },
];
