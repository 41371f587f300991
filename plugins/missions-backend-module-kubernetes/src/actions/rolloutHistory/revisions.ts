import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { podsOf } from '../../health';
import { podsHealth } from '../../health/pods';

const REVISION = 'deployment.kubernetes.io/revision';

/** One revision of a Deployment: the template of one of its ReplicaSets. */
export interface Revision {
  readonly revision: number;
  readonly replicaSet: string;
  /** Image of the first container. */
  readonly image: string;
  /** Container → image. */
  readonly images: Record<string, string>;
}

/** Why the current revision does not come up. */
export interface Culprit {
  readonly pod: string;
  readonly reason: string;
}

/** What the ReplicaSets of a Deployment tell. */
export interface RolloutHistory {
  readonly current: Revision | null;
  readonly lastGood: Revision | null;
  readonly revisions: readonly Revision[];
  readonly culprit: Culprit | null;
}

/**
 * The last good revision: the newest one before the current whose pods are
 * available now, else the one right before. Null when there is no other.
 */
export function rolloutHistory(
  deployment: KubernetesObject,
  replicaSets: readonly KubernetesObject[],
  pods: readonly KubernetesObject[],
): RolloutHistory {
  const owned = replicaSets
    .filter(set =>
      ((set.metadata?.ownerReferences ?? []) as any[]).some(
        owner => owner.uid === deployment.metadata?.uid,
      ),
    )
    .map(set => ({ set, revision: revisionOf(set) }))
    .sort((a, b) => b.revision.revision - a.revision.revision);
  const number = Number(
    (deployment.metadata?.annotations as any)?.[REVISION] ?? NaN,
  );
  const current =
    owned.find(({ revision }) => revision.revision === number) ?? owned[0];
  const older = owned.filter(entry => entry !== current);
  const available = older.find(
    ({ set }) => (set.status?.availableReplicas ?? 0) > 0,
  );
  const lastGood = available ?? older[0];
  return {
    current: current?.revision ?? null,
    lastGood: lastGood?.revision ?? null,
    revisions: owned.map(({ revision }) => revision),
    culprit: current ? culpritOf(current.set, pods) : null,
  };
}

function revisionOf(set: KubernetesObject): Revision {
  const containers: { name: string; image: string }[] =
    set.spec?.template?.spec?.containers ?? [];
  return {
    revision: Number((set.metadata?.annotations as any)?.[REVISION] ?? 0),
    replicaSet: set.metadata?.name ?? '',
    image: containers[0]?.image ?? '',
    images: Object.fromEntries(
      containers.map(container => [container.name, container.image]),
    ),
  };
}

function culpritOf(
  set: KubernetesObject,
  pods: readonly KubernetesObject[],
): Culprit | null {
  const { fault } = podsHealth(podsOf(set, { pods }));
  return fault && fault.health === 'unhealthy'
    ? { pod: fault.culprit?.name ?? '', reason: fault.reason }
    : null;
}
