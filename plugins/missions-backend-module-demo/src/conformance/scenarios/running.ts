import {
  ADDRESSES_OF_PODS,
  NAME_BY_TIME,
  PODS_THAT_END,
  WHAT_CONTROLLERS_ADD,
  WHETHER_A_TRIGGER_IS_TOLD,
  WHAT_THE_KUBELET_SAYS,
  WHO_PROVISIONS,
} from '../exemptions';
import { configMap, deployment, pod, service } from '../objects';
import { Scenario } from '../scenario';

const deployments = (namespace: string) =>
  `/apis/apps/v1/namespaces/${namespace}/deployments`;
const settled = ({ body }: any) =>
  body.status?.observedGeneration === body.metadata?.generation &&
  body.status?.availableReplicas === body.spec?.replicas &&
  body.status?.updatedReplicas === body.spec?.replicas &&
  body.status?.replicas === body.spec?.replicas;

/** Controllers: rollouts, owners, namespaces, jobs; scale and status. */
export const running: Scenario[] = [
  {
    name: 'rolls a Deployment out by ReplicaSets with revisions',
    except: [PODS_THAT_END],
    run: async ({ post, patch, request, until, namespace, expect }) => {
      const path = deployments(namespace);
      await post(path, deployment('web', { replicas: 2 }));
      await until(`${path}/web`, settled, 'the first rollout');
      await patch('strategic-merge', `${path}/web`, {
        spec: {
          template: {
            spec: { containers: [{ name: 'main', image: 'example/web:2' }] },
          },
        },
      });
      await until(`${path}/web`, settled, 'the second rollout');
      const { body } = await request(
        'GET',
        `/apis/apps/v1/namespaces/${namespace}/replicasets`,
      );
      const revisions = body.items.map((set: any) => [
        set.metadata.annotations['deployment.kubernetes.io/revision'],
        set.spec.replicas,
      ]);
      expect(revisions.sort()).toEqual([
        ['1', 0],
        ['2', 2],
      ]);
    },
  },
  {
    name: 'gives the condition Progressing the reason NewReplicaSetAvailable at the end',
    run: async ({ post, until, namespace, expect }) => {
      const path = deployments(namespace);
      await post(path, deployment('web', { replicas: 1 }));
      const reasonOf = ({ body }: any) =>
        body.status?.conditions?.find(
          (item: any) => item.type === 'Progressing',
        )?.reason;
      const answer = await until(
        `${path}/web`,
        item => reasonOf(item) === 'NewReplicaSetAvailable',
        'the end of the rollout',
      );
      const types = answer.body.status.conditions
        .map((item: any) => item.type)
        .sort();
      expect(types).toEqual(['Available', 'Progressing']);
    },
  },
  {
    name: 'gives ReplicaSet and Pod their owner and the template hash',
    except: [WHAT_THE_KUBELET_SAYS],
    run: async ({ post, until, request, namespace, expect }) => {
      await post(deployments(namespace), deployment('web', { replicas: 1 }));
      await until(`${deployments(namespace)}/web`, settled, 'the rollout');
      const pods = await request('GET', `/api/v1/namespaces/${namespace}/pods`);
      const [{ metadata, status }] = pods.body.items;
      expect([metadata.ownerReferences[0].kind, status.phase]).toEqual([
        'ReplicaSet',
        'Running',
      ]);
      expect(metadata.labels['pod-template-hash']).toMatch(/^[a-z0-9]+$/);
    },
  },
  {
    name: 'wants an upgrade for a port-forward',
    except: [WHAT_THE_KUBELET_SAYS],
    run: async ({ post, until, request, namespace, expect }) => {
      const pods = `/api/v1/namespaces/${namespace}/pods`;
      await post(pods, pod('web'));
      await until(
        `${pods}/web`,
        ({ body }) => body.status?.containerStatuses?.[0]?.ready === true,
        'the start of the pod',
      );
      const path = `${pods}/web/portforward`;
      const answer = await request('GET', path, { query: { ports: 8080 } });
      expect([answer.status, answer.body.message]).toEqual([
        400,
        'Upgrade request required',
      ]);
    },
  },
  {
    name: 'deletes dependants in the background',
    run: async ({ post, remove, until, namespace, expect }) => {
      const path = deployments(namespace);
      await post(path, deployment('web', { replicas: 1 }));
      await until(`${path}/web`, settled, 'the rollout');
      expect((await remove(`${path}/web`)).body.status).toBe('Success');
      await until(
        `/api/v1/namespaces/${namespace}/pods`,
        ({ body }) => body.items.length === 0,
        'the pods to be gone',
      );
    },
  },
  {
    name: 'deletes dependants first in the foreground',
    run: async ({ post, remove, until, namespace, expect }) => {
      const path = deployments(namespace);
      await post(path, deployment('web', { replicas: 1 }));
      await until(`${path}/web`, settled, 'the rollout');
      const answer = await remove(`${path}/web`, {
        propagationPolicy: 'Foreground',
      });
      expect(answer.body.metadata.finalizers).toEqual(['foregroundDeletion']);
      await until(
        `${path}/web`,
        ({ status }) => status === 404,
        'the Deployment to be gone',
      );
    },
  },
  {
    name: 'leaves dependants alone when asked to orphan them',
    run: async ({ post, remove, until, request, namespace, expect }) => {
      const path = deployments(namespace);
      await post(path, deployment('web', { replicas: 1 }));
      await until(`${path}/web`, settled, 'the rollout');
      await remove(`${path}/web`, { propagationPolicy: 'Orphan' });
      await until(
        `${path}/web`,
        ({ status }) => status === 404,
        'the Deployment to be gone',
      );
      const sets = await request(
        'GET',
        `/apis/apps/v1/namespaces/${namespace}/replicasets`,
      );
      expect(sets.body.items[0].metadata.ownerReferences).toBe(undefined);
    },
  },
  {
    name: 'collects an object whose owner is gone',
    run: async ({ post, remove, until, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const { body } = await post(path, configMap('owner'));
      const ownerReferences = [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name: 'owner',
          uid: body.metadata.uid,
        },
      ];
      await post(path, {
        ...configMap('owned'),
        metadata: { name: 'owned', ownerReferences },
      });
      await remove(`${path}/owner`);
      const answer = await until(
        `${path}/owned`,
        ({ status }) => status === 404,
        'the dependant to be gone',
      );
      expect(answer.status).toBe(404);
    },
  },
  {
    name: 'empties a namespace and takes nothing new meanwhile',
    run: async ({ post, request, until, namespace, expect }) => {
      const name = `${namespace}-more`;
      const own = `/api/v1/namespaces/${name}`;
      await post('/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
      await post(`${own}/configmaps`, {
        ...configMap('a'),
        metadata: { name: 'a', finalizers: ['example.com/hold'] },
      });
      const answer = await request('DELETE', own);
      expect(answer.body.status.phase).toBe('Terminating');
      const late = await post(`${own}/configmaps`, configMap('b'));
      expect(late.body).toMatchObject({
        code: 403,
        details: { causes: [{ reason: 'NamespaceTerminating' }] },
      });
      await until(
        `${own}/configmaps/a`,
        ({ body }) => body.metadata?.deletionTimestamp !== undefined,
        'what is in the namespace to be deleted',
      );
      await request('PATCH', `${own}/configmaps/a`, {
        body: { metadata: { finalizers: null } },
        headers: { 'content-type': 'application/merge-patch+json' },
      });
      await until(
        own,
        ({ status }) => status === 404,
        'the namespace to be gone',
      );
    },
  },
  {
    name: 'reads and writes the scale of a Deployment',
    except: [WHAT_CONTROLLERS_ADD],
    run: async ({ post, patch, get, namespace, expect }) => {
      const path = deployments(namespace);
      await post(path, deployment('web', { replicas: 0 }));
      const answer = await patch('merge', `${path}/web/scale`, {
        spec: { replicas: 1 },
      });
      expect(answer.body).toMatchObject({
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        spec: { replicas: 1 },
      });
      expect((await get(`${path}/web`)).body.spec.replicas).toBe(1);
    },
  },
  {
    name: 'owns replicas as subresource scale',
    except: [WHAT_CONTROLLERS_ADD],
    run: async ({ post, patch, request, namespace, expect }) => {
      const path = deployments(namespace);
      await post(path, deployment('web', { replicas: 0 }));
      await patch(
        'merge',
        `${path}/web/scale`,
        { spec: { replicas: 1 } },
        { fieldManager: 'scaler' },
      );
      const { body } = await request('GET', `${path}/web`);
      const entry = body.metadata.managedFields.find(
        (item: any) => item.manager === 'scaler',
      );
      expect(entry).toMatchObject({
        operation: 'Update',
        subresource: 'scale',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      });
    },
  },
  {
    name: 'runs a Job to the condition Complete',
    run: async ({ post, until, namespace, expect }) => {
      const path = `/apis/batch/v1/namespaces/${namespace}/jobs`;
      const template = {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'example/job:1' }],
        },
      };
      await post(path, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'j' },
        spec: { template },
      });
      const answer = await until(
        `${path}/j`,
        ({ body }) => body.status?.completionTime !== undefined,
        'the Job to complete',
      );
      expect(answer.body.status.succeeded).toBe(1);
      expect(
        answer.body.status.conditions.map((item: any) => item.type),
      ).toContain('Complete');
    },
  },
  {
    name: 'says why a pod fits on no node',
    run: async ({ post, until, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/pods`;
      await post(
        path,
        pod('greedy', {}, { resources: { requests: { cpu: '1000' } } }),
      );
      const condition = ({ body }: any) =>
        body.status?.conditions?.find(
          (item: any) => item.type === 'PodScheduled',
        );
      const answer = await until(
        `${path}/greedy`,
        item => condition(item) !== undefined,
        'the scheduler to answer',
      );
      expect(condition(answer)).toMatchObject({
        status: 'False',
        reason: 'Unschedulable',
      });
      expect(condition(answer).message).toMatch(
        /^0\/1 nodes are available: 1 Insufficient cpu\./,
      );
    },
  },
  {
    name: 'finds events by the object that they are about',
    except: [NAME_BY_TIME],
    run: async ({ post, until, namespace, expect }) => {
      await post(deployments(namespace), deployment('web', { replicas: 1 }));
      const path = `/api/v1/namespaces/${namespace}/events?fieldSelector=involvedObject.name%3Dweb`;
      const answer = await until(
        path,
        ({ body }) => body.items?.length > 0,
        'an event of the Deployment',
      );
      expect(answer.body.items[0].reason).toBe('ScalingReplicaSet');
    },
  },
  {
    name: 'lists ready pods in the EndpointSlice of a Service',
    except: [ADDRESSES_OF_PODS, WHETHER_A_TRIGGER_IS_TOLD],
    run: async ({ post, until, namespace, expect }) => {
      await post(`/api/v1/namespaces/${namespace}/services`, service('web'));
      await post(deployments(namespace), deployment('web', { replicas: 1 }));
      const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=kubernetes.io/service-name%3Dweb`;
      const answer = await until(
        path,
        ({ body }) =>
          body.items?.[0]?.endpoints?.[0]?.conditions?.ready === true,
        'a ready endpoint',
      );
      expect(answer.body.items[0].ports[0].port).toBe(8080);
    },
  },
  {
    name: 'binds a claim to a new volume',
    except: [WHO_PROVISIONS],
    run: async ({ post, until, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
      const spec = {
        storageClassName: 'kwok-volume',
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
      };
      await post(path, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'c' },
        spec,
      });
      const answer = await until(
        `${path}/c`,
        ({ body }) => body.status?.phase === 'Bound',
        'the claim to be bound',
      );
      expect(answer.body.spec.volumeName).toBe(
        `pvc-${answer.body.metadata.uid}`,
      );
    },
  },
  {
    name: 'answers 503 for a Service without ready endpoints',
    run: async ({ post, until, namespace, expect }) => {
      await post(`/api/v1/namespaces/${namespace}/services`, service('web'));
      const answer = await until(
        `/api/v1/namespaces/${namespace}/services/web:http/proxy/`,
        ({ status }) => status === 503,
        'the Service to be known',
      );
      expect(answer).toMatchObject({
        status: 503,
        body: { reason: 'ServiceUnavailable' },
      });
    },
  },
  {
    name: 'asks for a container name only where there are several, and says 404 for no pod',
    run: async ({ get, namespace, expect }) => {
      expect(
        (await get(`/api/v1/namespaces/${namespace}/pods/absent/log`)).status,
      ).toBe(404);
    },
  },
];
