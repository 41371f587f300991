import { TAINT_UNTIL_READY } from '../exemptions';
import { service } from '../objects';
import type { Exemption } from '../scenario';

/** The container of every pod of these cases. */
export const container = { name: 'main', image: 'example/job:1' };
const template = {
  metadata: { labels: { app: 'x' } },
  spec: { containers: [container] },
};
/** A pod template that ends by itself. */
export const once = {
  ...template,
  spec: { ...template.spec, restartPolicy: 'Never' },
};

/** An ordinary object of a kind, as the body of a POST. */
export interface KindCase {
  kind: string;
  path: string;
  body: Record<string, any>;
  except?: Exemption[];
}

/** One ordinary object of each kind; `%` in path and body is the namespace. */
export const KIND_CASES: readonly KindCase[] = [
  {
    kind: 'Service',
    path: '/api/v1/namespaces/%/services',
    body: { spec: service('x').spec },
  },
  {
    kind: 'headless Service',
    path: '/api/v1/namespaces/%/services',
    body: { spec: { ...service('x').spec, clusterIP: 'None' } },
  },
  {
    kind: 'NodePort Service',
    path: '/api/v1/namespaces/%/services',
    body: { spec: { ...service('x').spec, type: 'NodePort' } },
  },
  {
    kind: 'ExternalName Service',
    path: '/api/v1/namespaces/%/services',
    body: { spec: { type: 'ExternalName', externalName: 'example.com' } },
  },
  {
    kind: 'Secret',
    path: '/api/v1/namespaces/%/secrets',
    body: { stringData: { a: 'b' } },
  },
  {
    kind: 'ServiceAccount',
    path: '/api/v1/namespaces/%/serviceaccounts',
    body: {},
  },
  {
    kind: 'PersistentVolumeClaim',
    path: '/api/v1/namespaces/%/persistentvolumeclaims',
    body: {
      spec: {
        storageClassName: 'absent',
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
      },
    },
  },
  {
    kind: 'LimitRange',
    path: '/api/v1/namespaces/%/limitranges',
    body: {
      spec: {
        limits: [
          { type: 'Container', max: { cpu: '1' }, default: { cpu: '500m' } },
        ],
      },
    },
  },
  {
    kind: 'ResourceQuota',
    path: '/api/v1/namespaces/%/resourcequotas',
    body: { spec: { hard: { pods: '5' } } },
  },
  {
    kind: 'Deployment',
    path: '/apis/apps/v1/namespaces/%/deployments',
    body: { spec: { selector: { matchLabels: { app: 'x' } }, template } },
  },
  {
    kind: 'recreated Deployment',
    path: '/apis/apps/v1/namespaces/%/deployments',
    body: {
      spec: {
        strategy: { type: 'Recreate' },
        selector: { matchLabels: { app: 'x' } },
        template,
      },
    },
  },
  {
    kind: 'ReplicaSet',
    path: '/apis/apps/v1/namespaces/%/replicasets',
    body: { spec: { selector: { matchLabels: { app: 'x' } }, template } },
  },
  {
    kind: 'StatefulSet',
    path: '/apis/apps/v1/namespaces/%/statefulsets',
    body: {
      spec: {
        serviceName: 'x',
        selector: { matchLabels: { app: 'x' } },
        template,
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '1Gi' } },
            },
          },
        ],
      },
    },
  },
  {
    kind: 'DaemonSet',
    path: '/apis/apps/v1/namespaces/%/daemonsets',
    body: { spec: { selector: { matchLabels: { app: 'x' } }, template } },
  },
  {
    kind: 'Job',
    path: '/apis/batch/v1/namespaces/%/jobs',
    body: { spec: { template: once } },
  },
  {
    kind: 'CronJob',
    path: '/apis/batch/v1/namespaces/%/cronjobs',
    body: {
      spec: {
        schedule: '0 3 * * *',
        jobTemplate: { spec: { template: once } },
      },
    },
  },
  {
    kind: 'PodDisruptionBudget',
    path: '/apis/policy/v1/namespaces/%/poddisruptionbudgets',
    body: {
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'x' } } },
    },
  },
  {
    kind: 'HorizontalPodAutoscaler',
    path: '/apis/autoscaling/v2/namespaces/%/horizontalpodautoscalers',
    body: {
      spec: {
        maxReplicas: 3,
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'x',
        },
      },
    },
  },
  {
    kind: 'NetworkPolicy',
    path: '/apis/networking.k8s.io/v1/namespaces/%/networkpolicies',
    body: {
      spec: {
        podSelector: {},
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { app: 'y' } } }],
            ports: [{ port: 80 }],
          },
        ],
      },
    },
  },
  {
    kind: 'Ingress',
    path: '/apis/networking.k8s.io/v1/namespaces/%/ingresses',
    body: {
      spec: {
        rules: [
          {
            host: 'x.example.com',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'x', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    },
  },
  {
    kind: 'Role',
    path: '/apis/rbac.authorization.k8s.io/v1/namespaces/%/roles',
    body: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  },
  {
    kind: 'RoleBinding',
    path: '/apis/rbac.authorization.k8s.io/v1/namespaces/%/rolebindings',
    body: {
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'Role',
        name: 'x',
      },
      subjects: [
        { kind: 'User', name: 'jane' },
        { kind: 'ServiceAccount', name: 'default', namespace: 'default' },
      ],
    },
  },
  {
    kind: 'Lease',
    path: '/apis/coordination.k8s.io/v1/namespaces/%/leases',
    body: { spec: { holderIdentity: 'me', leaseDurationSeconds: 10 } },
  },
  {
    kind: 'EndpointSlice',
    path: '/apis/discovery.k8s.io/v1/namespaces/%/endpointslices',
    body: {
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.2.3'] }],
      ports: [{ port: 80 }],
    },
  },
  {
    kind: 'StorageClass',
    path: '/apis/storage.k8s.io/v1/storageclasses',
    body: { provisioner: 'example.com/disk' },
  },
  {
    kind: 'ClusterRole',
    path: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    body: { rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }] },
  },
  {
    kind: 'ClusterRoleBinding',
    path: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    body: {
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'view',
      },
      subjects: [
        { kind: 'Group', name: 'operators' },
        { kind: 'ServiceAccount', name: 'default', namespace: 'default' },
      ],
    },
  },
  {
    kind: 'ControllerRevision',
    path: '/apis/apps/v1/namespaces/%/controllerrevisions',
    body: { revision: 3, data: { spec: { paused: true } } },
  },
  {
    kind: 'Endpoints',
    path: '/api/v1/namespaces/%/endpoints',
    body: {
      subsets: [
        {
          addresses: [{ ip: '10.1.2.3' }],
          ports: [{ name: 'http', port: 80 }],
        },
      ],
    },
  },
  {
    kind: 'IngressClass',
    path: '/apis/networking.k8s.io/v1/ingressclasses',
    body: {
      spec: {
        controller: 'example.com/ingress',
        parameters: { apiGroup: 'example.com', kind: 'Tuning', name: 'x' },
      },
    },
  },
  {
    kind: 'Node',
    path: '/api/v1/nodes',
    body: {},
    except: [TAINT_UNTIL_READY],
  },
  {
    kind: 'Event',
    path: '/api/v1/namespaces/%/events',
    body: {
      involvedObject: { kind: 'Pod', namespace: '%', name: 'x' },
      reason: 'Tested',
      message: 'It was tested',
      type: 'Normal',
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:00:00Z',
    },
  },
  {
    kind: 'PersistentVolume',
    path: '/api/v1/persistentvolumes',
    body: {
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/data' },
      },
    },
  },
];
