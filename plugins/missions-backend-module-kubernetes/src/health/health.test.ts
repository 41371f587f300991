import { healthOf, rollUpHealth } from './healthOf';

const running = (extra: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    ownerReferences: [{ uid: 'set' }],
  },
  status: { phase: 'Running', ...extra },
});
const waiting = (reason: string, restartCount = 0, terminated?: object) =>
  running({
    containerStatuses: [
      {
        name: 'web',
        restartCount,
        state: { waiting: { reason, message: 'because' } },
        lastState: terminated ? { terminated } : {},
      },
    ],
  });
const replicaSet = {
  metadata: { uid: 'set', ownerReferences: [{ uid: 'deployment' }] },
  spec: { replicas: 1 },
};
const deployment = (status: object, spec: object = {}, generation = 1) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { uid: 'deployment', name: 'web', generation },
  spec: { replicas: 2, ...spec },
  status: { observedGeneration: 1, ...status },
});
const done = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
/** Rolled out by hand: its current revision never becomes the newest. */
const statefulSet = (status: object) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { uid: 'set', name: 'db', generation: 1 },
  spec: { replicas: 2, updateStrategy: { type: 'OnDelete' } },
  status: {
    observedGeneration: 1,
    ...done,
    currentRevision: 'a',
    updateRevision: 'b',
    ...status,
  },
});
const budget = (status: object) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', generation: 1 },
  status: { observedGeneration: 1, ...status },
});
const custom = (status: object) => ({
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: { name: 'x', generation: 2 },
  status,
});

describe('healthOf', () => {
  it.each<[string, any, any, any]>([
    [
      'a finished rollout is healthy',
      deployment(done),
      {},
      { health: 'healthy', ready: true },
    ],
    [
      'a surge with old pods is not done',
      deployment({ replicas: 3, updatedReplicas: 1, availableReplicas: 3 }),
      {},
      { ready: false, health: 'warning' },
    ],
    [
      'an older observedGeneration is not done',
      deployment(done, {}, 2),
      {},
      { ready: false },
    ],
    [
      'a paused rollout is never done',
      deployment(done, { paused: true }),
      {},
      { ready: false, terminal: true, reason: 'The rollout is paused' },
    ],
    [
      'zero replicas prove nothing',
      deployment({}, { replicas: 0 }),
      {},
      { health: 'unknown', ready: false },
    ],
    [
      'zero replicas are fine when they are declared',
      deployment({}, { replicas: 0 }),
      { allowEmpty: true },
      { health: 'healthy', ready: true },
    ],
    [
      'an exceeded deadline is final',
      deployment({
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
          },
        ],
      }),
      {},
      { health: 'unhealthy', terminal: true },
    ],
    [
      'refused pods are final',
      deployment({
        conditions: [
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: 'exceeded quota',
          },
        ],
      }),
      {},
      { terminal: true, reason: 'FailedCreate: exceeded quota' },
    ],
    [
      'an image that cannot be pulled is final and named',
      deployment({ replicas: 1 }),
      { pods: [waiting('ImagePullBackOff')], replicaSets: [replicaSet] },
      {
        terminal: true,
        reason: 'ImagePullBackOff in container web: because',
        culprit: expect.objectContaining({ kind: 'Pod', name: 'web-1' }),
      },
    ],
    [
      'a first failed pull is not final',
      waiting('ErrImagePull'),
      {},
      { health: 'unhealthy', ready: false, terminal: false },
    ],
    [
      'a first crash is not final',
      waiting('CrashLoopBackOff', 1, { exitCode: 1, reason: 'Error' }),
      {},
      { health: 'unhealthy', terminal: false },
    ],
    [
      'repeated crashes are final and name the exit code',
      waiting('CrashLoopBackOff', 3, { exitCode: 137, reason: 'OOMKilled' }),
      {},
      {
        terminal: true,
        reason: 'CrashLoopBackOff: container web ended with 137 (OOMKilled)',
      },
    ],
    [
      'a terminating object is never ready',
      {
        ...deployment(done),
        metadata: { name: 'web', deletionTimestamp: '2026-01-01T00:00:00Z' },
      },
      {},
      { ready: false },
    ],
    [
      'a partitioned StatefulSet is not done',
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { generation: 1 },
        spec: {
          replicas: 2,
          updateStrategy: { rollingUpdate: { partition: 1 } },
        },
        status: {
          observedGeneration: 1,
          ...done,
          currentRevision: 'a',
          updateRevision: 'b',
        },
      },
      {},
      { ready: false, terminal: true },
    ],
    [
      'a DaemonSet without nodes proves nothing',
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { generation: 1 },
        status: { observedGeneration: 1, desiredNumberScheduled: 0 },
      },
      {},
      { health: 'unknown' },
    ],
    [
      'a claim that waits for its first consumer is no failure',
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        spec: { storageClassName: 'late' },
        status: { phase: 'Pending' },
      },
      {
        storageClasses: [
          {
            metadata: { name: 'late' },
            volumeBindingMode: 'WaitForFirstConsumer',
          },
        ],
      },
      { ready: true, health: 'warning' },
    ],
    [
      'a Service without ready endpoints is not ready',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web' },
        spec: {},
      },
      { endpointSlices: [] },
      { ready: false, reason: 'It has no endpoints' },
    ],
    [
      'a failed Job is final',
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        status: {
          conditions: [
            { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' },
          ],
        },
      },
      {},
      { terminal: true, reason: 'BackoffLimitExceeded' },
    ],
    [
      'a custom resource without conditions is unknown',
      custom({}),
      {},
      { health: 'unknown', ready: false },
    ],
    [
      'a custom resource whose conditions are none is unknown',
      custom({ conditions: [null, 'Ready', {}, { type: 'Ready' }, []] }),
      {},
      { health: 'unknown', ready: false },
    ],
    [
      'a custom resource whose status is no object is unknown',
      custom('Ready' as never),
      {},
      { health: 'unknown', ready: false },
    ],
    [
      'a custom resource whose condition has no words that are text is told by its type',
      custom({
        observedGeneration: { valueOf: 1 },
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: { toString: 1 },
            message: 5,
            lastTransitionTime: { toString: 1 },
            observedGeneration: { valueOf: 1 },
          },
        ],
      }),
      {},
      { health: 'unhealthy', reason: 'Ready is False' },
    ],
    [
      'a custom resource that speaks of an older generation is unknown',
      custom({
        observedGeneration: 1,
        conditions: [{ type: 'Ready', status: 'True' }],
      }),
      {},
      { health: 'unknown', ready: false },
    ],
    [
      'a custom resource that is Ready is healthy',
      custom({
        observedGeneration: 2,
        conditions: [{ type: 'Ready', status: 'True' }],
      }),
      {},
      { health: 'healthy', ready: true },
    ],
    [
      'a custom resource whose condition speaks of an older generation is unknown',
      custom({
        observedGeneration: 2,
        conditions: [{ type: 'Ready', status: 'True', observedGeneration: 1 }],
      }),
      {},
      { health: 'unknown', ready: false },
    ],
    [
      'an OnDelete StatefulSet with old pods is not done',
      statefulSet({ updatedReplicas: 1 }),
      {},
      { ready: false, terminal: true },
    ],
    [
      'an OnDelete StatefulSet whose pods were all replaced is done',
      statefulSet({ updatedReplicas: 2 }),
      {},
      { health: 'healthy', ready: true },
    ],
    [
      'a disruption budget without pods proves nothing',
      budget({ currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }),
      {},
      { health: 'unknown', ready: false },
    ],
    [
      'a disruption budget that nobody has looked at is not done',
      { ...budget({}), status: {} },
      {},
      { ready: false, health: 'warning' },
    ],
    [
      'a disruption budget with its pods is healthy',
      budget({ currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 }),
      {},
      { health: 'healthy', ready: true },
    ],
    [
      'a disruption budget none of whose pods is healthy is not healthy, even if none is needed',
      budget({ currentHealthy: 0, desiredHealthy: 0, expectedPods: 1 }),
      {},
      {
        health: 'unhealthy',
        ready: false,
        reason: '0 of 1 pods healthy, 0 needed',
      },
    ],
    [
      'a disruption budget with too few pods is not done',
      budget({ currentHealthy: 1, desiredHealthy: 2, expectedPods: 3 }),
      {},
      { health: 'warning', ready: false },
    ],
    ...[
      ['Degraded', 'True', { health: 'unhealthy', terminal: false }],
      ['Stalled', 'True', { health: 'unhealthy', terminal: true }],
      ['Synced', 'False', { health: 'unhealthy', terminal: false }],
      ['Synced', 'Unknown', { health: 'unknown' }],
      ['Reconciling', 'True', { health: 'warning', terminal: false }],
      ['Progressing', 'True', { health: 'warning', terminal: false }],
    ].map(([type, status, expected]): [string, any, any, any] => [
      `a custom resource that is Ready while ${type} is ${status} is not ready`,
      custom({
        conditions: [
          { type: 'Ready', status: 'True', reason: 'AllGood' },
          { type, status },
        ],
      }),
      {},
      { ready: false, reason: `${type} is ${status}`, ...(expected as object) },
    ]),
    [
      'a custom resource that says why it is degraded is quoted',
      custom({
        conditions: [
          { type: 'Ready', status: 'True' },
          { type: 'Progressing', status: 'True' },
          {
            type: 'Degraded',
            status: 'True',
            reason: 'NoQuorum',
            message: '1 of 3 members',
          },
        ],
      }),
      {},
      { ready: false, reason: 'NoQuorum: 1 of 3 members' },
    ],
    [
      'a custom resource with no word against it is healthy',
      custom({
        conditions: [
          { type: 'Ready', status: 'True' },
          { type: 'Stalled', status: 'False' },
          { type: 'Degraded', status: 'False' },
          { type: 'Reconciling', status: 'False' },
          { type: 'Synced', status: 'True' },
          {
            type: 'Progressing',
            status: 'True',
            reason: 'NewReplicaSetAvailable',
          },
        ],
      }),
      {},
      { health: 'healthy', ready: true, reason: 'Ready is True' },
    ],
    [
      'a custom resource whose Degraded speaks of an older generation is unknown',
      custom({
        conditions: [
          { type: 'Ready', status: 'True', observedGeneration: 2 },
          { type: 'Degraded', status: 'False', observedGeneration: 1 },
        ],
      }),
      {},
      { health: 'unknown', ready: false },
    ],
    [
      'a webhook is not proven by being there',
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
      },
      {},
      { health: 'unknown' },
    ],
  ])('%s', (_title, object, around, expected) => {
    expect(healthOf(object, around)).toMatchObject(expected);
  });
});

describe('rollUpHealth', () => {
  it.each([
    [[], 'unknown'],
    [['healthy', 'unknown'], 'unknown'],
    [['healthy', 'warning'], 'warning'],
    [['unknown', 'unhealthy'], 'unhealthy'],
    [['healthy'], 'healthy'],
  ] as const)('%j is %s', (healths, expected) => {
    expect(rollUpHealth(healths)).toBe(expected);
  });
});
