import { colorLabel, nothingElse, type Kind } from './Kind';

const core = { apiVersion: 'v1', namespaced: true, base: nothingElse };
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What every namespace may hold. */
export const coreKinds: readonly Kind[] = [
  {
    ...core,
    title: 'ConfigMap',
    kind: 'ConfigMap',
    resource: 'configmaps',
    field: value => ({ data: { color: `color-${value}` } }),
  },
  {
    ...core,
    title: 'Secret',
    kind: 'Secret',
    resource: 'secrets',
    field: value => ({ data: { color: base64(`color-${value}`) } }),
  },
  {
    ...core,
    title: 'Secret, immutable',
    kind: 'Secret',
    resource: 'secrets',
    base: () => ({ immutable: true, data: { fixed: base64('fixed') } }),
    field: colorLabel,
  },
  {
    ...core,
    title: 'ServiceAccount',
    kind: 'ServiceAccount',
    resource: 'serviceaccounts',
    field: colorLabel,
  },
  {
    ...core,
    title: 'PersistentVolumeClaim',
    kind: 'PersistentVolumeClaim',
    resource: 'persistentvolumeclaims',
    base: () => ({
      spec: {
        accessModes: ['ReadWriteOnce'],
        // Of a class that is not there: what binds it here is no controller of a cluster.
        storageClassName: 'none',
        resources: { requests: { storage: '1Gi' } },
      },
    }),
    field: colorLabel,
    isLostWhenDeleted: true,
  },
  {
    ...core,
    title: 'LimitRange',
    kind: 'LimitRange',
    resource: 'limitranges',
    field: value => ({
      spec: {
        limits: [
          { type: 'PersistentVolumeClaim', max: { storage: `${5 + value}Ti` } },
        ],
      },
    }),
  },
  {
    ...core,
    title: 'ResourceQuota',
    kind: 'ResourceQuota',
    resource: 'resourcequotas',
    field: value => ({ spec: { hard: { configmaps: `${500 + value}` } } }),
  },
  {
    ...core,
    title: 'Namespace',
    kind: 'Namespace',
    resource: 'namespaces',
    namespaced: false,
    field: colorLabel,
  },
];
