import { samplesOf, type Samples } from '../Sample';
import { fullPod, hostPod, smallPod } from './pods';

const labels = { app: 'x' };
const selector = { matchLabels: labels };
const template = (spec: object) => ({ metadata: { labels }, spec });
const small = { selector, template: template(smallPod) };
const host = { selector, template: template(hostPod) };
const { activeDeadlineSeconds: _, ...lasting } = fullPod;
const full = { selector, template: template(lasting) };
const ending = (spec: object) => ({
  spec: { ...spec, restartPolicy: 'OnFailure' },
});

const claim = {
  metadata: { name: 'data' },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
  },
};

const scaled = {
  maxReplicas: 3,
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' },
};

/** What makes pods. */
export const WORKLOADS: Samples = {
  ...samplesOf('/v1/Pod', [
    { spec: smallPod },
    { spec: hostPod },
    { metadata: { labels }, spec: fullPod },
  ]),
  ...samplesOf('apps/v1/Deployment', [
    { spec: small },
    { spec: { ...host, strategy: { type: 'Recreate' } } },
    { spec: { ...small, strategy: { type: 'RollingUpdate' } } },
    { spec: { ...small, strategy: { rollingUpdate: {} } } },
    {
      spec: {
        ...full,
        replicas: 2,
        minReadySeconds: 1,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2 } },
      },
    },
  ]),
  ...samplesOf('apps/v1/ReplicaSet', [
    { spec: small },
    { spec: { ...full, replicas: 2, minReadySeconds: 1 } },
  ]),
  ...samplesOf('apps/v1/StatefulSet', [
    { spec: { ...small, serviceName: 'x' } },
    {
      spec: {
        ...host,
        serviceName: 'x',
        updateStrategy: { type: 'OnDelete' },
        persistentVolumeClaimRetentionPolicy: {},
      },
    },
    { spec: { ...small, updateStrategy: { rollingUpdate: {} } } },
    {
      spec: {
        ...full,
        serviceName: 'x',
        replicas: 2,
        minReadySeconds: 1,
        ordinals: { start: 1 },
        updateStrategy: { type: 'RollingUpdate' },
        volumeClaimTemplates: [claim],
      },
    },
  ]),
  ...samplesOf('apps/v1/DaemonSet', [
    { spec: small },
    { spec: { ...host, updateStrategy: { type: 'OnDelete' } } },
    { spec: { ...small, updateStrategy: { type: 'RollingUpdate' } } },
    { spec: { ...small, updateStrategy: { rollingUpdate: {} } } },
    {
      spec: {
        ...full,
        minReadySeconds: 1,
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: 2 },
        },
      },
    },
  ]),
  ...samplesOf('apps/v1/ControllerRevision', [
    { revision: 1, data: { a: 'b' } },
  ]),
  ...samplesOf('batch/v1/Job', [
    { spec: { template: ending(smallPod) } },
    { spec: { completions: 2, template: ending(hostPod) } },
    { spec: { parallelism: 2, template: ending(smallPod) } },
    {
      spec: {
        parallelism: 0,
        completions: 2,
        activeDeadlineSeconds: 600,
        ttlSecondsAfterFinished: 600,
        template: ending(lasting),
      },
    },
  ]),
  ...samplesOf('batch/v1/CronJob', [
    {
      spec: {
        schedule: '0 3 * * *',
        jobTemplate: { spec: { template: ending(smallPod) } },
      },
    },
    {
      spec: {
        schedule: '0 3 * * *',
        timeZone: 'Etc/UTC',
        startingDeadlineSeconds: 60,
        jobTemplate: { spec: { backoffLimit: 1, template: ending(lasting) } },
      },
    },
  ]),
  ...samplesOf('policy/v1/PodDisruptionBudget', [
    { spec: { maxUnavailable: 1, selector } },
    {
      spec: {
        minAvailable: 1,
        selector,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    },
  ]),
  ...samplesOf('autoscaling/v2/HorizontalPodAutoscaler', [
    {
      spec: {
        ...scaled,
      },
    },
    {
      spec: {
        ...scaled,
        behavior: { scaleDown: { selectPolicy: 'Min' } },
      },
    },
    {
      spec: {
        minReplicas: 2,
        ...scaled,
        metrics: [
          {
            type: 'Resource',
            resource: {
              name: 'memory',
              target: { type: 'AverageValue', averageValue: '64Mi' },
            },
          },
        ],
        behavior: {
          scaleUp: { stabilizationWindowSeconds: 30 },
          scaleDown: {
            policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
          },
        },
      },
    },
  ]),
};
