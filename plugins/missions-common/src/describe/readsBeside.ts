import type { MissionTouch } from './MissionTouch';

type Input = Readonly<Record<string, unknown>>;
type Read = Omit<MissionTouch, 'namespace'> & { namespace?: unknown };

const LIST = ['list'];
const PODS = { kind: 'Pod', apiVersion: 'v1' };
const ENDPOINTS = { kind: 'EndpointSlice', apiVersion: 'discovery.k8s.io/v1' };
const REPLICA_SETS = { kind: 'ReplicaSet', apiVersion: 'apps/v1' };

/** What is listed beside an object of a kind to tell whether it is ready. */
const AROUND: ReadonlyMap<
  string,
  readonly Pick<MissionTouch, 'kind' | 'apiVersion'>[]
> = new Map([
  ['Deployment', [REPLICA_SETS, PODS]],
  ['ReplicaSet', [PODS]],
  ['ReplicationController', [PODS]],
  ['StatefulSet', [PODS]],
  ['DaemonSet', [PODS]],
  ['Job', [PODS]],
  ['Service', [ENDPOINTS]],
]);

const health = (_: Input, objects: readonly Omit<MissionTouch, 'verbs'>[]) =>
  objects.flatMap(({ kind, namespace }) =>
    (AROUND.get(kind) ?? []).map(around => ({
      ...around,
      namespace,
      verbs: LIST,
    })),
  );

/** What actions and checks read that does not stand in their input as an object. */
const READS: Readonly<
  Record<
    string,
    (input: Input, objects: readonly Omit<MissionTouch, 'verbs'>[]) => Read[]
  >
> = {
  'kubernetes:ready': health,
  'kubernetes:wait': health,
  'kubernetes:rollout-history': ({ namespace }) => [
    { kind: 'Deployment', apiVersion: 'apps/v1', namespace, verbs: ['get'] },
    { ...REPLICA_SETS, namespace, verbs: LIST },
    { ...PODS, namespace, verbs: LIST },
  ],
  'kubernetes:logs': ({ namespace, pod }) => [
    { ...PODS, namespace, verbs: pod === undefined ? LIST : ['get'] },
    { kind: 'Pod/log', apiVersion: 'v1', namespace, verbs: ['get'] },
  ],
  'kubernetes:job': ({ namespace }) => [
    { ...PODS, namespace, verbs: LIST },
    { kind: 'Pod/log', apiVersion: 'v1', namespace, verbs: ['get'] },
  ],
  'kubernetes:endpoint': ({ namespace, via }) =>
    via === 'port-forward'
      ? [
          { kind: 'Service', apiVersion: 'v1', namespace, verbs: ['get'] },
          { ...ENDPOINTS, namespace, verbs: LIST },
          {
            kind: 'Pod/portforward',
            apiVersion: 'v1',
            namespace,
            verbs: ['get', 'create'],
          },
        ]
      : [
          {
            kind: 'Service/proxy',
            apiVersion: 'v1',
            namespace,
            verbs: ['get'],
          },
        ],
  'kubernetes:resource-limits': () => [{ ...PODS, verbs: LIST }],
};

/**
 * What an action or check reads to answer, beside the objects that its input
 * names. What is asked only about a failure (events, logs) is left out.
 */
export function readsBeside(
  use: string,
  input: Input,
  objects: readonly Omit<MissionTouch, 'verbs'>[],
): MissionTouch[] {
  return (READS[use]?.(input, objects) ?? []).map(({ namespace, ...read }) => ({
    ...read,
    verbs: [...read.verbs],
    namespace: typeof namespace === 'string' ? namespace : undefined,
  }));
}
