import { KubeObject } from '../object';
import { behaviourOf } from './behaviour';
import { ControllerContext } from './controller';
import { recordEvent } from './events';
import { setReadiness } from './podStatus';

const KUBELET = 'kubelet';
/** How a container ends that fails. */
const FAILURES = {
  crash: { exitCode: 1, reason: 'Error' },
  oom: { exitCode: 137, reason: 'OOMKilled' },
};
let nextAddress = 1;

/** Scheduled → ContainerCreating. */
export function createContainers(
  context: ControllerContext,
  pod: KubeObject,
): void {
  write(context, pod, (draft, now) => {
    draft.status.phase = 'Pending';
    draft.status.startTime ??= now;
    draft.status.hostIP = '10.0.0.1';
    const initContainers: any[] = draft.spec.initContainers ?? [];
    const reason =
      initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
    const waiting = (container: any) =>
      containerStatus(container, { waiting: { reason } }, 0);
    if (initContainers.length > 0) {
      draft.status.initContainerStatuses = initContainers.map(waiting);
    }
    draft.status.containerStatuses = draft.spec.containers.map(waiting);
    setReadiness(draft, false, now);
  });
}

/** ContainerCreating → Running, not yet ready. */
export function start(context: ControllerContext, pod: KubeObject): void {
  nextAddress = (nextAddress % 60_000) + 1;
  const podIP = `10.244.${Math.floor(nextAddress / 250)}.${
    (nextAddress % 250) + 2
  }`;
  for (const container of pod.spec.containers) {
    recordEvent(
      context,
      pod,
      'Normal',
      'Pulled',
      `Container image "${container.image}" already present on machine`,
      KUBELET,
    );
    recordEvent(
      context,
      pod,
      'Normal',
      'Created',
      `Created container: ${container.name}`,
      KUBELET,
    );
    recordEvent(
      context,
      pod,
      'Normal',
      'Started',
      `Started container ${container.name}`,
      KUBELET,
    );
  }
  write(context, pod, (draft, now) => {
    draft.status.phase = 'Running';
    draft.status.podIP = podIP;
    draft.status.podIPs = [{ ip: podIP }];
    eachInitStatus(draft, (status, stays) => {
      status.state = stays
        ? { running: { startedAt: now } }
        : { terminated: completed(status, now) };
      status.started = stays;
      status.ready = true;
    });
    eachStatus(draft, status => {
      status.state = { running: { startedAt: now } };
      status.started = true;
      status.ready = false;
    });
    setReadiness(draft, false, now);
  });
}

/** Running → Ready. */
export function ready(context: ControllerContext, pod: KubeObject): void {
  write(context, pod, (draft, now) => {
    eachStatus(draft, status => {
      status.ready = true;
    });
    setReadiness(draft, true, now);
  });
}

/** The image cannot be pulled: ErrImagePull. */
export function pull(context: ControllerContext, pod: KubeObject): void {
  const image = badImage(context, pod);
  const message = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
  recordEvent(
    context,
    pod,
    'Normal',
    'Pulling',
    `Pulling image "${image}"`,
    KUBELET,
  );
  recordEvent(
    context,
    pod,
    'Warning',
    'Failed',
    `Failed to pull image "${image}": ${message}`,
    KUBELET,
  );
  recordEvent(
    context,
    pod,
    'Warning',
    'Failed',
    'Error: ErrImagePull',
    KUBELET,
  );
  write(context, pod, draft =>
    eachStatus(draft, status => {
      status.state = { waiting: { reason: 'ErrImagePull', message } };
    }),
  );
}

/** ErrImagePull → ImagePullBackOff. */
export function pullBackOff(context: ControllerContext, pod: KubeObject): void {
  const image = badImage(context, pod);
  const message = `Back-off pulling image "${image}"`;
  recordEvent(context, pod, 'Normal', 'BackOff', message, KUBELET);
  recordEvent(
    context,
    pod,
    'Warning',
    'Failed',
    'Error: ImagePullBackOff',
    KUBELET,
  );
  write(context, pod, draft =>
    eachStatus(draft, status => {
      status.state = {
        waiting: {
          reason: 'ImagePullBackOff',
          message: `${message}: ErrImagePull: ${image}: not found`,
        },
      };
    }),
  );
}

/** Running → terminated → CrashLoopBackOff. */
export function crash(
  context: ControllerContext,
  pod: KubeObject,
  kind: 'crash' | 'oom',
): void {
  const exit = FAILURES[kind];
  const { name, uid, namespace } = pod.metadata;
  for (const container of pod.spec.containers) {
    recordEvent(
      context,
      pod,
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${container.name} in pod ${name}_${namespace}(${uid})`,
      KUBELET,
    );
  }
  write(context, pod, (draft, now) => {
    eachStatus(draft, status => {
      const startedAt = status.state?.running?.startedAt ?? now;
      status.lastState = {
        terminated: {
          ...exit,
          startedAt,
          finishedAt: now,
          containerID: status.containerID,
        },
      };
      status.state = {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off 10s restarting failed container=${status.name} pod=${name}_${namespace}(${uid})`,
        },
      };
      status.ready = false;
      status.started = false;
    });
    setReadiness(draft, false, now);
  });
}

/** CrashLoopBackOff → Running once more. */
export function restart(context: ControllerContext, pod: KubeObject): void {
  write(context, pod, (draft, now) => {
    eachStatus(draft, status => {
      status.restartCount += 1;
      status.state = { running: { startedAt: now } };
      status.started = true;
    });
    setReadiness(draft, false, now);
  });
}

/** Running → Succeeded or Failed. */
export function finish(
  context: ControllerContext,
  pod: KubeObject,
  kind: 'complete' | 'fail' | 'crash' | 'oom',
): void {
  const done = kind === 'complete';
  const failure = FAILURES[kind === 'oom' ? 'oom' : 'crash'];
  write(context, pod, (draft, now) => {
    draft.status.phase = done ? 'Succeeded' : 'Failed';
    eachStatus(draft, status => {
      const startedAt = status.state?.running?.startedAt ?? now;
      status.state = {
        terminated: {
          ...(done ? { exitCode: 0, reason: 'Completed' } : failure),
          startedAt,
          finishedAt: now,
          containerID: status.containerID,
        },
      };
      status.ready = false;
      status.started = false;
    });
    setReadiness(draft, false, now);
    for (const condition of draft.status.conditions) {
      if (done && /Ready$/.test(condition.type)) {
        condition.reason = 'PodCompleted';
        delete condition.message;
      }
    }
  });
}

function write(
  context: ControllerContext,
  pod: KubeObject,
  change: (draft: KubeObject, now: string) => void,
): void {
  const now = context.cluster.timestamp();
  context.updateStatus(
    pod,
    draft => {
      draft.status ??= {};
      draft.status.observedGeneration = draft.metadata.generation;
      change(draft, now);
    },
    KUBELET,
  );
}

function eachStatus(pod: KubeObject, change: (status: any) => void): void {
  (pod.status.containerStatuses ?? []).forEach(change);
}

/** `stays`: it restarts always, so that it runs beside the containers. */
function eachInitStatus(
  pod: KubeObject,
  change: (status: any, stays: boolean) => void,
): void {
  for (const status of pod.status.initContainerStatuses ?? []) {
    const spec = pod.spec.initContainers.find(
      (item: any) => item.name === status.name,
    );
    change(status, spec?.restartPolicy === 'Always');
  }
}

function completed({ containerID }: any, now: string) {
  return {
    exitCode: 0,
    reason: 'Completed',
    startedAt: now,
    finishedAt: now,
    containerID,
  };
}

function containerStatus(
  container: any,
  state: Record<string, unknown>,
  restartCount: number,
) {
  return {
    name: container.name,
    image: container.image,
    imageID: '',
    containerID: `containerd://${container.name}`,
    lastState: {},
    ready: false,
    restartCount,
    started: false,
    state,
  };
}

function badImage(context: ControllerContext, pod: KubeObject): string {
  const images: string[] = pod.spec.containers.map(
    (item: any) => item.image ?? '',
  );
  return (
    images.find(
      image => behaviourOf(pod, image, context.registry).kind === 'bad-image',
    ) ?? images[0]
  );
}
