import { KubeObject } from '../object';
import { behaviourOf } from './behaviour';

/** One line of a container's log. */
export interface LogLine {
  time: Date;
  text: string;
}

/** Containers of all sorts in the spec of a pod, in the order of their start. */
export function containersOf(pod: KubeObject): any[] {
  const { initContainers, containers, ephemeralContainers } = pod.spec;
  return [initContainers, containers, ephemeralContainers].flatMap(
    list => list ?? [],
  );
}

/** The status of a container of any sort. */
export function containerStatusOf(pod: KubeObject, name: string): any {
  return [
    pod.status?.initContainerStatuses,
    pod.status?.containerStatuses,
    pod.status?.ephemeralContainerStatuses,
  ]
    .flatMap(list => list ?? [])
    .find((item: any) => item.name === name);
}

const REQUEST_EVERY_MS = 5_000;
const MAX_LINES = 500;

/**
 * The log of a container. It follows from the pod's start and the time alone,
 * so that nothing has to be stored and two reads agree.
 */
export function logLines(
  pod: KubeObject,
  container: string,
  previous: boolean,
  now: Date,
): LogLine[] {
  const spec = containersOf(pod).find(item => item.name === container);
  const status = containerStatusOf(pod, container);
  const state = previous
    ? status?.lastState?.terminated
    : status?.state?.running ??
      status?.state?.terminated ??
      status?.lastState?.terminated;
  const started = new Date(
    state?.startedAt ?? pod.metadata.creationTimestamp ?? now,
  );
  const ended = state?.finishedAt ? new Date(state.finishedAt) : now;
  const behaviour = behaviourOf(pod, spec?.image ?? '');
  const at = (milliseconds: number, text: string): LogLine => ({
    time: new Date(started.getTime() + milliseconds),
    text,
  });
  const start = [at(0, `starting ${container} from ${spec?.image}`)];
  if (state?.exitCode === 137) {
    return [
      ...start,
      at(120, 'loading the whole catalogue into memory'),
      at(400, 'heap 480 MiB of 512 MiB used'),
    ];
  }
  if (state?.exitCode && state.exitCode !== 0) {
    return [
      ...start,
      at(80, 'reading configuration from /etc/config'),
      at(150, 'fatal: environment variable DATABASE_URL is not set'),
      at(160, `exit status ${state.exitCode}`),
    ];
  }
  if (behaviour.kind === 'complete' || state?.exitCode === 0) {
    return [
      ...start,
      at(100, 'working'),
      ...(state?.exitCode === 0 ? [at(200, 'done')] : []),
    ];
  }
  const port = spec?.ports?.[0]?.containerPort ?? 8080;
  const lines = [
    ...start,
    at(150, 'configuration loaded'),
    at(300, `listening on :${port}`),
  ];
  const length = ended.getTime() - started.getTime();
  const first = Math.max(1, Math.floor(length / REQUEST_EVERY_MS) - MAX_LINES);
  for (let i = first; i * REQUEST_EVERY_MS < length; i += 1) {
    lines.push(at(i * REQUEST_EVERY_MS, `GET /healthz 200 ${1 + (i % 4)}ms`));
  }
  return lines.filter(line => line.time <= ended);
}
