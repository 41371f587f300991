import { KubeObject } from '../object';
import { BehaviourKind, behaviourOf } from './behaviour';

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
const FAILING = new Set<BehaviourKind>(['crash', 'fail']);

/** What a program writes: while it runs, and when it ends. Milliseconds, text. */
interface Script {
  readonly running: readonly (readonly [number, string])[];
  readonly end: readonly (readonly [number, string])[];
}

/** By its exit code, or while it runs by what it will come to. */
function scriptOf(
  kind: BehaviourKind,
  exitCode: number | undefined,
  port: number,
): Script {
  if (exitCode === 137 || (exitCode === undefined && kind === 'oom')) {
    return {
      running: [
        [120, 'loading the whole catalogue into memory'],
        [400, 'heap 480 MiB of 512 MiB used'],
      ],
      end: [],
    };
  }
  if (exitCode || (exitCode === undefined && FAILING.has(kind))) {
    return {
      running: [[80, 'reading configuration from /etc/config']],
      end: [
        [150, 'fatal: environment variable DATABASE_URL is not set'],
        [160, `exit status ${exitCode}`],
      ],
    };
  }
  if (exitCode === 0 || kind === 'complete') {
    return { running: [[100, 'working']], end: [[200, 'done']] };
  }
  return {
    running: [
      [150, 'configuration loaded'],
      [300, `listening on :${port}`],
    ],
    end: [],
  };
}

/**
 * The log of a container. It follows from the pod's state and the time alone,
 * so that nothing has to be stored. Each line has a later time than the one
 * before it, and a later read goes on where an earlier one ended.
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
  const started = Date.parse(
    state?.startedAt ?? pod.metadata.creationTimestamp ?? now,
  );
  const ended: number | undefined =
    state?.finishedAt && Date.parse(state.finishedAt);
  const { kind } = behaviourOf(pod, spec?.image ?? '');
  const { running, end } = scriptOf(
    kind,
    state?.exitCode,
    spec?.ports?.[0]?.containerPort ?? 8080,
  );
  const lines: (readonly [number, string])[] = [
    [0, `starting ${container} from ${spec?.image}`],
    ...running,
  ];
  if (ended !== undefined) {
    lines.push(...end);
  } else if (kind === 'run' || kind === 'slow') {
    lines.push(...requests(now.getTime() - started));
  }
  return lines
    .map(([after, text]) => ({ time: new Date(started + after), text }))
    .filter(({ time }) => ended !== undefined || time <= now);
}

/** The last requests that a program answered in the time it has run. */
function requests(length: number): [number, string][] {
  const last = Math.ceil(length / REQUEST_EVERY_MS) - 1;
  const first = Math.max(1, last - MAX_LINES);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => [
    (first + at) * REQUEST_EVERY_MS,
    `GET /healthz 200 ${1 + ((first + at) % 4)}ms`,
  ]);
}
