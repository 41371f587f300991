import {
  MissionError,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { maskObject, normalise, readObject } from '../objects';
import type { Live } from './guardedWrite';

/**
 * Stores what was read back after a write as evidence of the step. Throws
 * STEP_FAILED when what was written is not there.
 */
export async function proveWrite(
  ctx: RunContext<unknown>,
  ref: ObjectRef,
): Promise<KubernetesObject> {
  const live = await readBack(ctx, ref);
  if (!live) {
    throw new MissionError(
      'STEP_FAILED',
      `${nameOfObject(ref)} was written, and is not there any more`,
      {
        object: ref,
        remedy:
          'Find out who deleted it, then run the mission again, or undo this run.',
      },
    );
  }
  return live;
}

/** Stores what is there after a write, or that nothing is, as evidence of the step. */
export async function readBack(
  ctx: RunContext<unknown>,
  ref: ObjectRef,
): Promise<Live> {
  const live = await readObject(ctx.cluster, ref, ctx.signal);
  ctx.evidence({
    asked: `GET ${nameOfObject(ref)}`,
    answered: live
      ? {
          uid: live.metadata?.uid,
          resourceVersion: live.metadata?.resourceVersion,
          object: maskObject(normalise(live), ctx),
        }
      : 'not found',
    object: ref,
  });
  return live;
}
