import {
  MissionError,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import {
  Inconclusive,
  type KubernetesObject,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { lookAtCulprit } from '../../culprit';
import { healthOf } from '../../health';
import { readObject, refOf } from '../../objects';
import { isStepTimeout, millisecondsOf, pause } from '../../observe';
import { applyWrite, executeWrite } from '../../writes';
import { LogFollower } from './followLogs';
import { JOB_IRREVERSIBLE, jobObject } from './jobObject';
import {
  exitCodeOf,
  failingPod,
  hasStarted,
  podsOfJob,
  terminations,
} from './jobPods';
import { JobWatch } from './JobWatch';
import type { JobInput, JobOutput } from './schema';

const POLL_MS = 1000;
/** After the cluster should have ended the Job, until we stop looking. */
const GRACE_MS = 60_000;
const MAX_RUNTIME_CULPRITS = 3;

/**
 * Creates the Job once, follows it to its end and collects the outcome. A
 * program that runs is progress, however silent: the cluster ends it after the
 * Job's own time, and the step's time in all rules over both.
 */
export async function runJobAction(
  ctx: RunContext<JobInput>,
): Promise<JobOutput> {
  const object = jobObject(ctx);
  await executeWrite(
    ctx,
    applyWrite(ctx, { object }, { irreversible: JOB_IRREVERSIBLE }),
  );
  const watch = new JobWatch(ctx, refOf(object));
  try {
    return await followToItsEnd(ctx, watch);
  } catch (error) {
    throw isStepTimeout(error, ctx.signal) ? await watch.tooLong() : error;
  } finally {
    watch.stop();
  }
}

async function followToItsEnd(
  ctx: RunContext<JobInput>,
  watch: JobWatch,
): Promise<JobOutput> {
  const { ref } = watch;
  const follower = new LogFollower(ctx, ctx.input.namespace);
  const end = Date.now() + millisecondsOf(ctx.input.timeout) + GRACE_MS;
  for (;;) {
    ctx.signal.throwIfAborted();
    const job = await readObject(ctx.cluster, ref, ctx.signal);
    if (!job) {
      throw new Inconclusive(
        `${nameOfObject(ref)} vanished before its outcome was read`,
        [{ asked: `GET ${nameOfObject(ref)}`, answered: 'not found' }],
        {
          object: ref,
          remedy:
            'Somebody or something deleted it. Find out what the program did, then run the mission again, or undo this run.',
        },
      );
    }
    const pods = await podsOfJob(ctx, job);
    const health = healthOf(job, { pods });
    const culprit = health.culprit ?? failingPod(pods);
    watch.saw(health.reason, pods.some(hasStarted), culprit);
    for (const pod of pods.filter(hasStarted)) {
      await follower.follow(pod.metadata!.name!);
    }
    if (health.ready) {
      return finish(ctx, { job, pods, lines: follower.lines });
    }
    if (health.terminal) {
      finish(ctx, { job, pods, lines: follower.lines });
      throw new MissionError(
        'STEP_FAILED',
        `${nameOfObject(ref)} failed: ${[
          health.reason,
          ...terminations(pods).slice(0, MAX_RUNTIME_CULPRITS),
        ].join('; ')}`,
        {
          object: health.culprit ?? ref,
          details: {
            ...(culprit && { pod: culprit.name }),
            ...(await lookAtCulprit(ctx, culprit ?? ref)),
            lines: ctx.mask([...follower.lines]),
          },
        },
      );
    }
    if (Date.now() > end) {
      throw await watch.tooLong();
    }
    await pause(ctx, POLL_MS);
  }
}

interface Ended {
  readonly job: KubernetesObject;
  readonly pods: readonly KubernetesObject[];
  readonly lines: readonly string[];
}

function finish(
  ctx: RunContext<JobInput>,
  { job, pods, lines }: Ended,
): JobOutput {
  const { startTime, completionTime, conditions, succeeded, failed } =
    job.status ?? {};
  const masked = ctx.mask([...lines]);
  const output = {
    job: job.metadata?.name ?? '',
    exitCode: exitCodeOf(pods),
    seconds:
      startTime && completionTime
        ? (Date.parse(completionTime) - Date.parse(startTime)) / 1000
        : null,
    lines: masked,
    ...jsonOf(masked[masked.length - 1]),
  };
  ctx.evidence({
    asked: `GET ${nameOfObject(refOf(job))}`,
    answered: {
      succeeded: succeeded ?? 0,
      failed: failed ?? 0,
      exitCode: output.exitCode,
      conditions,
    },
    object: refOf(job),
  });
  return output;
}

function jsonOf(line: string | undefined): { json?: unknown } {
  try {
    return line && /^[[{]/.test(line) ? { json: JSON.parse(line) } : {};
  } catch {
    return {};
  }
}
