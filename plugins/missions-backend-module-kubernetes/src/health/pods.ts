import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { conditionOf, refOf } from '../objects';
import {
  changing,
  conditionText,
  failed,
  healthy,
  type HealthReport,
  type HealthRule,
} from './Health';

/** Reasons for which a container waits and will go on waiting. */
const terminalWaits = new Set([
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);
/** Restarts after which a crash loop is no longer called a slow start. */
const CRASHES_UNTIL_FAILED = 2;

/** A pod: its phase, its containers and whether it could be scheduled. */
export const podHealth: HealthRule = pod => {
  const { phase, reason, message } = pod.status ?? {};
  if (phase === 'Succeeded') {
    return healthy('It ran to its end');
  }
  if (phase === 'Failed') {
    return failed(`${reason ?? 'Failed'}${message ? `: ${message}` : ''}`);
  }
  const faulty = containerFault(pod);
  if (faulty) {
    return faulty;
  }
  const ready = conditionOf(pod, 'Ready');
  const restarts = restartsOf(pod);
  if (ready?.status === 'True') {
    return healthy('Ready', {
      since: readySince(pod),
      progressKey: `ready ${restarts}`,
    });
  }
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.status === 'False') {
    return changing(conditionText(scheduled));
  }
  return changing(ready ? conditionText(ready) : 'Starting', {
    progressKey: `${phase} ${restarts} ${statesOf(pod)}`,
  });
};

/** The first container that keeps a pod from becoming ready. */
function containerFault(pod: KubernetesObject): HealthReport | undefined {
  for (const status of statuses(pod)) {
    const waiting = status.state?.waiting;
    const last = status.lastState?.terminated ?? status.state?.terminated;
    const name = `container ${status.name}`;
    if (waiting && terminalWaits.has(waiting.reason)) {
      return failed(`${waiting.reason} in ${name}: ${waiting.message ?? ''}`);
    }
    const crashed =
      last && last.exitCode !== 0
        ? `${name} ended with ${last.exitCode} (${last.reason ?? 'Error'})`
        : undefined;
    if (waiting?.reason === 'CrashLoopBackOff') {
      const text = `CrashLoopBackOff: ${crashed ?? name}`;
      return status.restartCount >= CRASHES_UNTIL_FAILED
        ? failed(text)
        : changing(text, { health: 'unhealthy' });
    }
    if (waiting?.reason === 'ErrImagePull') {
      return changing(`ErrImagePull in ${name}: ${waiting.message ?? ''}`, {
        health: 'unhealthy',
        progressKey: 'ErrImagePull',
      });
    }
    if (crashed && last?.reason === 'OOMKilled' && !status.ready) {
      return status.restartCount >= CRASHES_UNTIL_FAILED
        ? failed(`OOMKilled: ${crashed}`)
        : changing(`OOMKilled: ${crashed}`, { health: 'unhealthy' });
    }
  }
  return undefined;
}

/** Restarts of all containers. */
export function restartsOf(pod: KubernetesObject): number {
  return statuses(pod).reduce(
    (sum, status) => sum + (status.restartCount ?? 0),
    0,
  );
}

/** Since when a pod has been ready without a restart, in milliseconds. */
function readySince(pod: KubernetesObject): number | undefined {
  const times = [
    conditionOf(pod, 'Ready')?.lastTransitionTime,
    ...statuses(pod).map(status => status.state?.running?.startedAt),
    ...statuses(pod).map(status => status.lastState?.terminated?.finishedAt),
  ]
    .map(time => (time ? Date.parse(time) : NaN))
    .filter(time => !Number.isNaN(time));
  return times.length > 0 ? Math.max(...times) : undefined;
}

function statesOf(pod: KubernetesObject): string {
  return statuses(pod)
    .map(status => `${status.name}:${Object.keys(status.state ?? {})[0]}`)
    .join(',');
}

function statuses(pod: KubernetesObject): any[] {
  return [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
}

/** What the pods of a workload say together. */
export interface PodsReport {
  /** The worst fault among them. */
  readonly fault?: HealthReport;
  readonly since?: number;
  readonly progressKey: string;
}

/** Judges pods, the worst first. */
export function podsHealth(pods: readonly KubernetesObject[]): PodsReport {
  const reports = pods
    .filter(pod => !pod.metadata?.deletionTimestamp)
    .map(pod => {
      const report = podHealth(pod, {});
      return {
        ...report,
        culprit: refOf({ apiVersion: 'v1', kind: 'Pod', ...pod }),
      };
    });
  const fault =
    reports.find(report => report.terminal) ??
    reports.find(report => report.health === 'unhealthy') ??
    reports.find(report => !report.ready);
  const since = reports.flatMap(report => report.since ?? []);
  return {
    fault,
    since: since.length > 0 ? Math.max(...since) : undefined,
    progressKey: reports
      .map(report => `${report.culprit.name} ${report.progressKey}`)
      .sort()
      .join('; '),
  };
}
