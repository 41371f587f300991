import { KubeObject } from '../object';
import { ControllerContext } from './controller';
import { conditionOf, setCondition } from './podStatus';

const REVISION = 'deployment.kubernetes.io/revision';

/** Writes counts and the conditions Available and Progressing. */
export function deploymentStatus(
  context: ControllerContext,
  deployment: KubeObject,
  current: KubeObject | undefined,
  sets: KubeObject[],
): void {
  const now = context.cluster.timestamp();
  const live = (set: KubeObject) =>
    context.get(
      'replicasets.apps',
      set.metadata.namespace!,
      set.metadata.name,
    ) ?? set;
  const all = sets.map(live);
  const own = current ? live(current) : undefined;
  const count = (field: string) =>
    all.reduce((sum, set) => sum + (set.status?.[field] ?? 0), 0);
  const wanted: number = deployment.spec.replicas ?? 1;
  const replicas = count('replicas');
  const available = count('availableReplicas');
  const updated: number = own?.status?.replicas ?? 0;
  context.updateStatus(deployment, draft => {
    const conditions = draft.status?.conditions ?? [];
    const revision = own?.metadata.annotations?.[REVISION];
    if (revision) {
      draft.metadata.annotations = {
        ...draft.metadata.annotations,
        [REVISION]: revision,
      };
    }
    draft.status = {
      terminatingReplicas: count('terminatingReplicas'),
      observedGeneration: draft.metadata.generation,
      ...(replicas ? { replicas } : {}),
      ...(updated ? { updatedReplicas: updated } : {}),
      ...(available
        ? {
            readyReplicas: count('readyReplicas'),
            availableReplicas: available,
          }
        : {}),
      ...(wanted > available
        ? { unavailableReplicas: Math.max(wanted, replicas) - available }
        : {}),
      conditions,
    };
    const minimum =
      available >=
        Math.max(
          wanted - maxUnavailable(deployment, wanted),
          wanted > 0 ? 1 : 0,
        ) || wanted === 0;
    put(
      draft,
      'Available',
      minimum ? 'True' : 'False',
      minimum ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      minimum
        ? 'Deployment has minimum availability.'
        : 'Deployment does not have minimum availability.',
      now,
    );
    progress(draft, own, { wanted, replicas, available, updated }, now);
  });
}

function progress(
  draft: KubeObject,
  current: KubeObject | undefined,
  {
    wanted,
    replicas,
    available,
    updated,
  }: Record<'wanted' | 'replicas' | 'available' | 'updated', number>,
  now: string,
): void {
  if (!current) return;
  const name = current.metadata.name;
  const complete =
    updated === wanted && replicas === wanted && available === wanted;
  const before = conditionOf(draft, 'Progressing');
  if (complete) {
    put(
      draft,
      'Progressing',
      'True',
      'NewReplicaSetAvailable',
      `ReplicaSet "${name}" has successfully progressed.`,
      now,
    );
    return;
  }
  const message = `ReplicaSet "${name}" is progressing.`;
  const late = `ReplicaSet "${name}" has timed out progressing.`;
  if (before?.message === late) return;
  const since =
    before?.message === message
      ? Date.parse(before.lastUpdateTime)
      : Date.parse(now);
  const deadline = (draft.spec.progressDeadlineSeconds ?? 600) * 1000;
  if (Date.parse(now) - since > deadline) {
    put(draft, 'Progressing', 'False', 'ProgressDeadlineExceeded', late, now);
  } else put(draft, 'Progressing', 'True', 'ReplicaSetUpdated', message, now);
}

function put(
  draft: KubeObject,
  type: string,
  status: string,
  reason: string,
  message: string,
  now: string,
): void {
  const before = conditionOf(draft, type);
  const same =
    before?.status === status &&
    before?.reason === reason &&
    before?.message === message;
  setCondition(
    draft,
    {
      type,
      status,
      lastUpdateTime: same ? before.lastUpdateTime : now,
      reason,
      message,
    },
    now,
  );
}

function maxUnavailable(deployment: KubeObject, wanted: number): number {
  const value = deployment.spec.strategy?.rollingUpdate?.maxUnavailable ?? 0;
  return typeof value === 'number'
    ? value
    : Math.floor((Number.parseFloat(value) / 100) * wanted);
}
