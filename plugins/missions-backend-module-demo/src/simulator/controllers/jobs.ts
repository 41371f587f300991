import { KubeObject } from '../object';
import { ControllerContext } from './controller';
import { recordEvent } from './events';
import { createPodOf } from './podTemplate';
import { hasCondition, isReady, setCondition } from './podStatus';
import { isOver, podsOf } from './replicaSets';

const COMPONENT = 'job-controller';

/** Runs a Job's pods until they completed or failed often enough. */
export function reconcileJob(
  context: ControllerContext,
  job: KubeObject,
): void {
  if (job.metadata.deletionTimestamp) return;
  if (hasCondition(job, 'Complete') || hasCondition(job, 'Failed')) {
    expire(context, job);
    return;
  }
  const pods = podsOf(context, job);
  const active = pods.filter(
    pod => !isOver(pod) && !pod.metadata.deletionTimestamp,
  );
  const succeeded = pods.filter(
    pod => pod.status?.phase === 'Succeeded',
  ).length;
  const failed = pods.filter(pod => pod.status?.phase === 'Failed').length;
  const wanted: number = job.spec.completions ?? 1;
  const outcome = outcomeOf(context, job, succeeded, failed);
  if (outcome === undefined && !job.spec.suspend) {
    const missing =
      Math.min(job.spec.parallelism ?? 1, wanted - succeeded) - active.length;
    for (let i = 0; i < missing; i += 1) {
      if (
        !createPodOf(context, job, job.spec.template, { component: COMPONENT })
      )
        break;
    }
  }
  if (outcome && outcome.type === 'Failed')
    active.forEach(pod => context.delete(pod));
  writeStatus(context, job, outcome, succeeded, failed);
}

interface Outcome {
  type: 'Complete' | 'Failed';
  reason: string;
  message: string;
}

function outcomeOf(
  context: ControllerContext,
  job: KubeObject,
  succeeded: number,
  failed: number,
): Outcome | undefined {
  if (succeeded >= (job.spec.completions ?? 1)) {
    return {
      type: 'Complete',
      reason: 'CompletionsReached',
      message: 'Reached expected number of succeeded pods',
    };
  }
  if (failed > (job.spec.backoffLimit ?? 6)) {
    return {
      type: 'Failed',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    };
  }
  const deadline = job.spec.activeDeadlineSeconds;
  const started = Date.parse(job.status?.startTime ?? '');
  const elapsed =
    ((context.clock.now().getTime() - started) / 1000) * context.clock.speed;
  if (deadline && elapsed > deadline) {
    return {
      type: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Job was active longer than specified deadline',
    };
  }
  return undefined;
}

function writeStatus(
  context: ControllerContext,
  job: KubeObject,
  outcome: Outcome | undefined,
  succeeded: number,
  failed: number,
): void {
  const now = context.cluster.timestamp();
  const active = podsOf(context, job).filter(
    pod => !isOver(pod) && !pod.metadata.deletionTimestamp,
  );
  const ready = active.filter(isReady).length;
  context.updateStatus(job, draft => {
    const { conditions, startTime = now } = draft.status ?? {};
    draft.status = {
      ...(conditions ? { conditions } : {}),
      ...(draft.spec.suspend ? {} : { startTime }),
      ...(active.length && !outcome ? { active: active.length } : {}),
      ...(succeeded ? { succeeded } : {}),
      ...(failed ? { failed } : {}),
      ready: outcome ? 0 : ready,
      terminating: 0,
      uncountedTerminatedPods: {},
    };
    if (!outcome) return;
    const condition = (type: string) =>
      setCondition(
        draft,
        {
          type,
          status: 'True',
          lastProbeTime: now,
          reason: outcome.reason,
          message: outcome.message,
        },
        now,
      );
    condition(
      outcome.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget',
    );
    condition(outcome.type);
    if (outcome.type === 'Complete') draft.status.completionTime = now;
  });
  if (outcome) {
    const done = outcome.type === 'Complete';
    recordEvent(
      context,
      job,
      done ? 'Normal' : 'Warning',
      done ? 'Completed' : outcome.reason,
      done ? 'Job completed' : outcome.message,
      COMPONENT,
    );
  }
}

function expire(context: ControllerContext, job: KubeObject): void {
  const seconds = job.spec.ttlSecondsAfterFinished;
  if (seconds === undefined) return;
  const finished = (job.status?.conditions ?? []).find(
    (item: any) => item.type === 'Complete' || item.type === 'Failed',
  );
  const age =
    context.clock.now().getTime() - Date.parse(finished.lastTransitionTime);
  if ((age / 1000) * context.clock.speed >= seconds)
    context.delete(job, { propagationPolicy: 'Foreground' });
}
