import type { KubernetesObject } from '@mission-control/plugin-missions-node';

/** The container of a pod that failed. */
export interface FailedContainer {
  readonly name: string;
  /** It ran and ended, so that it may have said why. */
  readonly ended: boolean;
  /** What ended is the container before the present one. */
  readonly restarted: boolean;
  /** How it is, in words. */
  readonly text: string;
}

/** The first container of a pod that ended with an error, or cannot start. */
export function failedContainer(
  pod: KubernetesObject,
): FailedContainer | undefined {
  const statuses: any[] = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  const found = statuses.map(describe).filter(item => item !== undefined);
  return found.find(({ ended }) => ended) ?? found[0];
}

function describe(status: any): FailedContainer | undefined {
  const { name, state, lastState, restartCount = 0, ready } = status;
  const now = failing(state?.terminated);
  const before = ready ? undefined : failing(lastState?.terminated);
  const waiting = startsNormally(state?.waiting) ? undefined : state?.waiting;
  const ended = now ?? before;
  if (!ended && !waiting) {
    return undefined;
  }
  return {
    name,
    ended: ended !== undefined,
    restarted: now === undefined && before !== undefined,
    text: [
      `${name}: ${waiting?.reason ?? ended?.reason ?? 'Error'}`,
      ended && `ended with ${ended.exitCode} (${ended.reason ?? 'Error'})`,
      restartCount > 0 && `restarts: ${restartCount}`,
    ]
      .filter(Boolean)
      .join(', '),
  };
}

function failing(terminated: any) {
  return terminated && terminated.exitCode !== 0 ? terminated : undefined;
}

function startsNormally(waiting: any): boolean {
  return (
    !waiting ||
    ['ContainerCreating', 'PodInitializing'].includes(waiting.reason)
  );
}
