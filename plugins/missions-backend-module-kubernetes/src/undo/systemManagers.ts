import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { ownersAt, type Path } from '../objects';

/** Managers of a cluster's own controllers. */
export const systemManagers = new Set([
  'kube-controller-manager',
  'kube-scheduler',
  'kube-apiserver',
  'kubelet',
  'cloud-controller-manager',
]);

/** Whether a cluster's own controller writes as this manager: what it sets is not somebody's work. */
export function isSystemManager(manager: string): boolean {
  return systemManagers.has(manager);
}

/** Whether only a cluster's own controllers own the value at a path. */
export function isSystemOwned(live: KubernetesObject, path: Path): boolean {
  const owners = ownersAt(live, path);
  return (
    owners.length > 0 &&
    owners.every(({ manager }) => isSystemManager(manager ?? ''))
  );
}
