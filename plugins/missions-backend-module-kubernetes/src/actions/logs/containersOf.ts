import type { KubernetesObject } from '@mission-control/plugin-missions-node';

/** A container of a pod, and of which sort it is. */
export interface PodContainer {
  readonly name: string;
  readonly sort: 'init' | 'container' | 'ephemeral';
}

/** All containers of a pod, in the order in which they start. */
export function containersOf(pod: KubernetesObject): PodContainer[] {
  const { initContainers, containers, ephemeralContainers } = pod.spec ?? {};
  const named = (list: any[] | undefined, sort: PodContainer['sort']) =>
    (list ?? []).map(({ name }): PodContainer => ({ name, sort }));
  return [
    ...named(initContainers, 'init'),
    ...named(containers, 'container'),
    ...named(ephemeralContainers, 'ephemeral'),
  ];
}

/** The containers of several pods in words, each once. */
export function describeContainers(pods: readonly KubernetesObject[]): string {
  const words = pods
    .flatMap(containersOf)
    .map(({ name, sort }) =>
      sort === 'container' ? name : `${name} (${sort})`,
    );
  return [...new Set(words)].join(', ');
}
