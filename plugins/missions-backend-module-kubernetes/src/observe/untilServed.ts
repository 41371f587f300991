import {
  isMissionError,
  MissionError,
  nameOfObject,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
  RunContext,
} from '@mission-control/plugin-missions-node';
import {
  definedIn,
  isDefinition,
  notEstablished,
  readObject,
  refusedNames,
} from '../objects';
import { Deadline } from './Deadline';
import { pause } from './pause';
import { isStepTimeout, timeIsUp } from './timeIsUp';

/** The first pause, and the longest: an API server needs some milliseconds, several of them seconds. */
const PAUSE_MS = 20;
const MAX_PAUSE_MS = 1000;
/** For so long names are refused before that counts: what it says may be of before the write. */
const REFUSED_MS = 10_000;

/**
 * Waits until the kind of a definition that was just written is served in each
 * version that it names: what comes next may be an object of it. Does nothing
 * for other objects. Throws STEP_FAILED when its names stay refused or it is
 * gone, and Inconclusive at the end of the step's time.
 */
export async function untilServed(
  ctx: Pick<
    RunContext<unknown>,
    'cluster' | 'pause' | 'progress' | 'signal' | 'timeLimit'
  >,
  ref: ObjectRef,
  written: KubernetesObject,
): Promise<void> {
  if (!isDefinition(ref)) {
    return;
  }
  const deadline = new Deadline({
    timeoutMs: ctx.timeLimit.withoutProgressMs,
    extendMs: ctx.timeLimit.inAllMs,
    now: Date.now(),
  });
  let why = '';
  const tooLong = () =>
    timeIsUp({
      ...deadline.spent(Date.now()),
      reason: `${nameOfObject(ref)} was written, and is not served: ${why}`,
      object: ref,
      advice: 'Its conditions tell what the API server waits for.',
    });
  try {
    let definition: KubernetesObject | null = written;
    for (let ms = PAUSE_MS; ; ms = Math.min(ms * 2, MAX_PAUSE_MS)) {
      assertThere(ref, definition);
      const missing: string | undefined = await notServed(
        ctx.cluster,
        definition,
      );
      if (missing === undefined) {
        return;
      }
      why = refusedNames(definition) ?? missing;
      const { waitedMs } = deadline.spent(Date.now());
      if (why !== missing && waitedMs >= REFUSED_MS) {
        throw notUsable(
          ref,
          why,
          'Find the other definition that has the name, and remove one of them. Then retry the step.',
        );
      }
      if (deadline.progress(why, Date.now())) {
        ctx.progress({ text: `Waiting until ${ref.name} is served: ${why}` });
      }
      if (deadline.isOver(Date.now())) {
        throw tooLong();
      }
      await pause(ctx, ms);
      definition = await readObject(ctx.cluster, ref, ctx.signal);
    }
  } catch (error) {
    throw isStepTimeout(error, ctx.signal) ? tooLong() : error;
  }
}

function assertThere(
  ref: ObjectRef,
  definition: KubernetesObject | null,
): asserts definition is KubernetesObject {
  if (!definition) {
    throw notUsable(
      ref,
      'it is not there any more',
      'Find out who deleted it, then run the mission again, or undo this run.',
    );
  }
}

function notUsable(ref: ObjectRef, why: string, remedy: string): MissionError {
  return new MissionError(
    'STEP_FAILED',
    `${nameOfObject(ref)} was written, and will not be served: ${why}`,
    { object: ref, remedy },
  );
}

async function notServed(
  cluster: ClusterClient,
  definition: KubernetesObject,
): Promise<string | undefined> {
  const refused = notEstablished(definition);
  if (refused !== undefined) {
    return refused;
  }
  for (const { apiVersion, kind } of definedIn(definition)) {
    try {
      await cluster.resource(apiVersion, kind);
    } catch (error) {
      if (isMissionError(error) && error.code === 'KUBERNETES_API_ABSENT') {
        return error.message;
      }
      throw error;
    }
  }
  return undefined;
}
