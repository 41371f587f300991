import type { KubernetesObject } from '@mission-control/plugin-missions-node';

const REVISION = 'deployment.kubernetes.io/revision';

/** A container and its image. */
export interface ContainerImage {
  name: string;
  image: string;
}

/** One revision of a Deployment. */
export interface Revision {
  revision: number;
  replicaSet: string;
  ready: number;
  wanted: number;
  containers: ContainerImage[];
}

/** The revisions of a Deployment from its ReplicaSets, newest first. */
export function revisionsOf(
  deployment: KubernetesObject,
  replicaSets: readonly KubernetesObject[],
): Revision[] {
  return replicaSets
    .filter(replicaSet =>
      replicaSet.metadata?.ownerReferences?.some(
        (owner: { controller?: boolean; uid?: string }) =>
          owner.controller && owner.uid === deployment.metadata?.uid,
      ),
    )
    .map(replicaSet => ({
      revision: Number(replicaSet.metadata?.annotations?.[REVISION] ?? 0),
      replicaSet: replicaSet.metadata?.name ?? '',
      ready: replicaSet.status?.readyReplicas ?? 0,
      wanted: replicaSet.spec?.replicas ?? 0,
      containers: imagesOf(replicaSet.spec?.template),
    }))
    .sort((a, b) => b.revision - a.revision);
}

/** The newest revision before the current one that has ready pods now. */
export function lastGoodRevision(
  revisions: readonly Revision[],
): Revision | undefined {
  return revisions.slice(1).find(({ ready }) => ready > 0);
}

/** Containers whose image differs from the current revision, with the image of `good`. */
export function differingImages(
  current: Revision,
  good: Revision,
): ContainerImage[] {
  const now = new Map(
    current.containers.map(({ name, image }) => [name, image]),
  );
  return good.containers.filter(
    ({ name, image }) => now.has(name) && now.get(name) !== image,
  );
}

function imagesOf(template: any): ContainerImage[] {
  return (template?.spec?.containers ?? []).map(
    ({ name, image }: ContainerImage) => ({ name, image }),
  );
}
