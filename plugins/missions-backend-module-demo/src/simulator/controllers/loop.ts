import { ApiError } from '../status';
import { reconcileAutoscalers } from './autoscalers';
import { ControllerContext } from './controller';
import { reconcileCronJob } from './cronJobs';
import { reconcileDaemonSet } from './daemonSets';
import { reconcileDefinition } from './definitions';
import { reconcileDeployment } from './deployments';
import { reconcileEndpoints } from './endpoints';
import { collectGarbage } from './garbage';
import { reconcileJob } from './jobs';
import { Kubelet } from './kubelet';
import { reconcileNamespace } from './namespaces';
import { reconcileBudget, reconcileQuota } from './quotas';
import { reconcileReplicaSet } from './replicaSets';
import { reconcileStatefulSet } from './statefulSets';
import { reconcileVolumes } from './volumes';

/** Real milliseconds between a change and the controllers' answer to it. */
const REACTION_MS = 15;
/** Simulated milliseconds between two rounds when nothing changes: deadlines, schedules. */
const IDLE_MS = 5_000;
/** More than any seed needs; a controller that never agrees with itself must not hang the start. */
const MAX_SETTLE_ROUNDS = 500;

/** Runs all controllers whenever something changed or a pod's time has come. */
export class ControlLoop {
  private readonly kubelet: Kubelet;
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: (() => void) | undefined;
  private running = false;

  constructor(
    private readonly context: ControllerContext,
    private readonly ca: string,
    private readonly onError: (error: Error) => void,
  ) {
    this.kubelet = new Kubelet(context);
  }

  /** Begins to react. */
  start(): void {
    this.unsubscribe = this.context.cluster.storage.subscribe(() =>
      this.wake(REACTION_MS),
    );
    this.wake(0);
  }

  /** Ends; nothing is changed any more. */
  stop(): void {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    if (this.timer) clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Runs rounds at once, with nothing taking time, until nothing changes. */
  settle(): void {
    this.kubelet.instant = true;
    this.running = true;
    try {
      for (let i = 0; i < MAX_SETTLE_ROUNDS; i += 1) {
        const before = this.context.cluster.storage.revision;
        this.reconcile();
        this.kubelet.reconcile();
        if (this.context.cluster.storage.revision === before) return;
      }
    } finally {
      this.kubelet.instant = false;
      this.running = false;
    }
  }

  private wake(milliseconds: number): void {
    if (this.running || !this.unsubscribe) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.round(), milliseconds);
    this.timer.unref();
  }

  private round(): void {
    const before = this.context.cluster.storage.revision;
    let next = IDLE_MS;
    this.running = true;
    try {
      this.reconcile();
      next = Math.min(next, this.kubelet.reconcile());
    } finally {
      this.running = false;
    }
    const changed = this.context.cluster.storage.revision !== before;
    this.wake(
      changed
        ? REACTION_MS
        : Math.max(REACTION_MS, next / this.context.clock.speed),
    );
  }

  private reconcile(): void {
    const { context } = this;
    this.each('customresourcedefinitions.apiextensions.k8s.io', item =>
      reconcileDefinition(context, item),
    );
    this.each('namespaces', item => reconcileNamespace(context, item, this.ca));
    this.each('cronjobs.batch', item => reconcileCronJob(context, item));
    this.each('jobs.batch', item => reconcileJob(context, item));
    this.each('deployments.apps', item => reconcileDeployment(context, item));
    this.each('statefulsets.apps', item => reconcileStatefulSet(context, item));
    this.each('daemonsets.apps', item => reconcileDaemonSet(context, item));
    this.each('replicasets.apps', item => reconcileReplicaSet(context, item));
    this.each('resourcequotas', item => reconcileQuota(context, item));
    this.each('poddisruptionbudgets.policy', item =>
      reconcileBudget(context, item),
    );
    this.guard(() => reconcileVolumes(context));
    this.each('services', item => reconcileEndpoints(context, item));
    this.guard(() => reconcileAutoscalers(context));
    this.guard(() => collectGarbage(context));
  }

  private each(resource: string, reconcile: (object: any) => void): void {
    for (const object of this.context.list(resource))
      this.guard(() => reconcile(object));
  }

  /** A conflict or refusal is tried again in the next round, as real controllers do. */
  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ApiError)) this.onError(error as Error);
    }
  }
}
