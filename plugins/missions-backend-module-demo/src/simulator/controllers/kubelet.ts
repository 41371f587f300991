import { performance } from 'node:perf_hooks';
import { KubeObject } from '../object';
import { Behaviour, behaviourOf } from './behaviour';
import { ControllerContext } from './controller';
import { recordEvent } from './events';
import { hasCondition } from './podStatus';
import { schedule } from './scheduler';
import {
  crash,
  createContainers,
  finish,
  pull,
  pullBackOff,
  ready,
  restart,
  start,
} from './podTransitions';

/** Where a pod stands; it follows from its status alone, so that a restart goes on from there. */
type Stage =
  | 'unscheduled'
  | 'scheduled'
  | 'creating'
  | 'starting'
  | 'running'
  | 'pullError'
  | 'pullBackOff'
  | 'backOff'
  | 'ended'
  | 'terminating';

/** How long a pod stays in a stage, in simulated milliseconds. */
const STAGE_MS: Record<Stage, number> = {
  unscheduled: 100,
  scheduled: 200,
  creating: 1_200,
  starting: 1_000,
  running: Infinity,
  pullError: 3_000,
  pullBackOff: 15_000,
  backOff: 10_000,
  ended: Infinity,
  terminating: 800,
};
const CRASH_AFTER_MS = 1_500;
const UNSCHEDULED_RETRY_MS = 3_000;

/** Plays scheduler and kubelet for all pods. */
export class Kubelet {
  /** Nothing takes time, and what would try for ever stops: used to write history. */
  instant = false;
  private readonly entered = new Map<string, { stage: Stage; since: number }>();

  constructor(private readonly context: ControllerContext) {}

  /** Moves every pod whose time has come. Returns simulated milliseconds until the next one. */
  reconcile(): number {
    const pods = this.context.list('pods');
    const known = new Set(pods.map(pod => pod.metadata.uid!));
    for (const uid of this.entered.keys())
      if (!known.has(uid)) this.entered.delete(uid);
    return Math.min(Infinity, ...pods.map(pod => this.advance(pod)));
  }

  private advance(pod: KubeObject): number {
    const behaviour = this.behaviour(pod);
    const stage = stageOf(pod);
    if (this.instant) {
      if (
        stage === 'pullBackOff' ||
        stage === 'backOff' ||
        !Number.isFinite(this.duration(pod, stage, behaviour))
      )
        return Infinity;
      this.move(pod, stage, behaviour);
      return 0;
    }
    const left = this.remaining(
      pod,
      stage,
      this.duration(pod, stage, behaviour),
    );
    if (left > 0) return left;
    this.entered.delete(pod.metadata.uid!);
    this.move(pod, stage, behaviour);
    return 0;
  }

  private remaining(pod: KubeObject, stage: Stage, length: number): number {
    const uid = pod.metadata.uid!;
    const key = this.entered.get(uid);
    if (!key || key.stage !== stage) {
      this.entered.set(uid, { stage, since: performance.now() });
      return length;
    }
    return length - (performance.now() - key.since) * this.context.clock.speed;
  }

  private duration(
    pod: KubeObject,
    stage: Stage,
    behaviour: Behaviour,
  ): number {
    if (stage === 'unscheduled' && pod.status?.conditions?.length)
      return UNSCHEDULED_RETRY_MS;
    if (stage === 'starting' && behaviour.kind === 'slow')
      return behaviour.seconds! * 1000;
    if (stage !== 'starting' && stage !== 'running') return STAGE_MS[stage];
    if (behaviour.kind === 'crash' || behaviour.kind === 'oom')
      return CRASH_AFTER_MS;
    if (behaviour.kind === 'complete' || behaviour.kind === 'fail')
      return CRASH_AFTER_MS;
    return STAGE_MS[stage];
  }

  private move(pod: KubeObject, stage: Stage, behaviour: Behaviour): void {
    const { context } = this;
    switch (stage) {
      case 'unscheduled':
        schedule(context, pod);
        break;
      case 'scheduled':
        createContainers(context, pod);
        break;
      case 'creating':
        if (behaviour.kind === 'bad-image') pull(context, pod);
        else start(context, pod);
        break;
      case 'pullError':
        pullBackOff(context, pod);
        break;
      case 'pullBackOff':
        if (behaviour.kind === 'bad-image') pull(context, pod);
        else start(context, pod);
        break;
      case 'backOff':
        restart(context, pod);
        break;
      case 'starting':
      case 'running':
        if (behaviour.kind === 'crash' || behaviour.kind === 'oom') {
          if (pod.spec.restartPolicy === 'Never')
            finish(context, pod, behaviour.kind);
          else crash(context, pod, behaviour.kind);
        } else if (behaviour.kind === 'complete' || behaviour.kind === 'fail')
          finish(context, pod, behaviour.kind);
        else ready(context, pod);
        break;
      case 'terminating':
        this.remove(pod);
        break;
      default:
    }
  }

  private remove(pod: KubeObject): void {
    const { namespace = '', name } = pod.metadata;
    if (pod.metadata.finalizers?.length) return;
    recordEvent(
      this.context,
      pod,
      'Normal',
      'Killing',
      `Stopping container ${pod.spec.containers[0].name}`,
      'kubelet',
    );
    this.context.cluster.storage.remove({ resource: 'pods', namespace, name });
  }

  private behaviour(pod: KubeObject): Behaviour {
    const images: string[] = pod.spec.containers.map(
      (item: any) => item.image ?? '',
    );
    const all = images.map(image =>
      behaviourOf(pod, image, this.context.registry),
    );
    return all.find(item => item.kind !== 'run') ?? { kind: 'run' };
  }
}

function stageOf(pod: KubeObject): Stage {
  if (pod.metadata.deletionTimestamp) return 'terminating';
  const { phase, containerStatuses } = pod.status ?? {};
  if (phase === 'Succeeded' || phase === 'Failed') return 'ended';
  if (!pod.spec.nodeName) return 'unscheduled';
  if (!containerStatuses?.length) return 'scheduled';
  const waiting = containerStatuses.find((item: any) => item.state?.waiting)
    ?.state.waiting.reason;
  if (waiting === 'ErrImagePull') return 'pullError';
  if (waiting === 'ImagePullBackOff') return 'pullBackOff';
  if (waiting === 'CrashLoopBackOff') return 'backOff';
  if (waiting) return 'creating';
  return hasCondition(pod, 'Ready') ? 'running' : 'starting';
}
