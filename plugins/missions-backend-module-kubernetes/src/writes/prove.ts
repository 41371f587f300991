import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { RunContext } from '@mission-control/plugin-missions-node';
import { describeRef, maskObject, normalise, readObject } from '../objects';
import type { Live } from './guardedWrite';

/** Stores what was read back after a write as evidence of the step. */
export async function proveWrite(
  ctx: RunContext<unknown>,
  ref: ObjectRef,
): Promise<Live> {
  const live = await readObject(ctx.cluster, ref, ctx.signal);
  ctx.evidence({
    asked: `GET ${describeRef(ref)}`,
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
