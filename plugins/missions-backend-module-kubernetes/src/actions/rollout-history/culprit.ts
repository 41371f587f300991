import type { KubernetesObject } from '@mission-control/plugin-missions-node';

/** Why a container of the current revision does not run. */
export interface Culprit {
  pod: string;
  container: string;
  image: string;
  reason: string;
  message?: string;
}

/** The first container that waits with a reason, or ended with an error. */
export function culpritOf(
  pods: readonly KubernetesObject[],
): Culprit | undefined {
  for (const pod of pods) {
    for (const status of pod.status?.containerStatuses ?? []) {
      const waiting = status.state?.waiting;
      const ended = status.state?.terminated ?? status.lastState?.terminated;
      const cause =
        waiting && waiting.reason !== 'ContainerCreating'
          ? waiting
          : !status.ready && ended;
      if (cause) {
        return {
          pod: pod.metadata?.name ?? '',
          container: status.name,
          image: status.image,
          reason: cause.reason ?? 'unknown',
          ...(cause.message ? { message: cause.message } : {}),
        };
      }
    }
  }
  return undefined;
}
