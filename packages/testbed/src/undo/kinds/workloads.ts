import { colorLabel, type Kind, type Part, type Value } from './Kind';

const template = (name: string) => ({
  metadata: { labels: { app: name } },
  spec: { containers: [{ name: 'main', image: 'example/app:1' }] },
});
const selected = (name: string, more: Part = {}) => ({
  spec: {
    ...more,
    selector: { matchLabels: { app: name } },
    template: template(name),
  },
});
const podColor = (value: Value) => ({
  spec: {
    template: { metadata: { annotations: { color: `color-${value}` } } },
  },
});
const apps = { apiVersion: 'apps/v1', namespaced: true, field: podColor };
const batch = { apiVersion: 'batch/v1', namespaced: true };
/** Of a Job that never begins. */
const jobSpec = {
  template: {
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'main', image: 'example/job:1' }],
    },
  },
};

/** What has pods. */
export const workloadKinds: readonly Kind[] = [
  {
    ...apps,
    title: 'Deployment',
    kind: 'Deployment',
    resource: 'deployments',
    base: name => selected(name, { replicas: 1 }),
    pods: ['scale', 'restart'],
  },
  {
    ...apps,
    title: 'StatefulSet',
    kind: 'StatefulSet',
    resource: 'statefulsets',
    base: name => selected(name, { replicas: 1, serviceName: 'none' }),
    pods: ['scale', 'restart'],
  },
  {
    ...apps,
    title: 'DaemonSet',
    kind: 'DaemonSet',
    resource: 'daemonsets',
    base: name => selected(name),
    pods: ['restart'],
  },
  {
    ...apps,
    title: 'ReplicaSet',
    kind: 'ReplicaSet',
    resource: 'replicasets',
    base: name => selected(name),
    field: value => ({ spec: { replicas: 1 + value } }),
    pods: ['scale'],
  },
  {
    ...batch,
    title: 'Job',
    kind: 'Job',
    resource: 'jobs',
    base: () => ({ spec: { suspend: true, ...jobSpec } }),
    field: colorLabel,
    isLostWhenDeleted: true,
  },
  {
    ...batch,
    title: 'CronJob',
    kind: 'CronJob',
    resource: 'cronjobs',
    base: () => ({ spec: { suspend: true, jobTemplate: { spec: jobSpec } } }),
    field: value => ({ spec: { schedule: `0 0 ${1 + value} 1 *` } }),
  },
];
