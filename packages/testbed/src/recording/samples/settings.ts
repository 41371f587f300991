import { samplesOf, type Samples } from '../Sample';

const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const subjects = [
  { kind: 'User', name: 'jane' },
  { kind: 'Group', name: 'ops' },
  { kind: 'ServiceAccount', name: 'default', namespace: 'default' },
];
const roleRef = { kind: 'Role', name: 'x' };

/** What is read, limited and allowed in a namespace. */
export const SETTINGS: Samples = {
  ...samplesOf('/v1/ConfigMap', [{ data: { a: 'b' } }]),
  ...samplesOf('/v1/Secret', [
    {},
    { stringData: { a: 'b' } },
    { type: 'example.com/key', data: { a: 'Yg==' } },
  ]),
  ...samplesOf('/v1/ServiceAccount', [
    {},
    {
      automountServiceAccountToken: false,
      imagePullSecrets: [{ name: 'pull' }],
    },
  ]),
  ...samplesOf('/v1/ResourceQuota', [
    { spec: { hard: { pods: '500' } } },
    { spec: { hard: { pods: '500' }, scopes: ['BestEffort'] } },
  ]),
  ...samplesOf('/v1/LimitRange', [
    { spec: { limits: [{ type: 'Pod', max: { cpu: '900' } }] } },
    {
      spec: {
        limits: [
          { type: 'Container', max: { cpu: '900' } },
          { type: 'PersistentVolumeClaim', min: { storage: '1' } },
        ],
      },
    },
  ]),
  ...samplesOf('rbac.authorization.k8s.io/v1/Role', [{}, { rules }]),
  ...samplesOf('rbac.authorization.k8s.io/v1/RoleBinding', [
    { roleRef },
    { roleRef, subjects },
  ]),
  ...samplesOf('coordination.k8s.io/v1/Lease', [
    {},
    { spec: { holderIdentity: 'me', leaseDurationSeconds: 10 } },
  ]),
};
