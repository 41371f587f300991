import { nameOfObject } from '@mission-control/plugin-missions-common';
import type { RunContext } from '@mission-control/plugin-missions-node';
import { untilServed } from '../../observe';
import { patchObject, proveWrite, type PatchRequest } from '../../writes';
import { requestOf } from './plan';
import type { PatchInput, PatchOutput } from './schema';

/** Patches the object and reads it back. */
export async function runPatchAction(
  ctx: RunContext<PatchInput>,
): Promise<PatchOutput> {
  return runPatch(ctx, requestOf(ctx.input));
}

/** What kubernetes:patch, :scale and :restart have in common. */
export async function runPatch(
  ctx: RunContext<unknown>,
  request: PatchRequest,
): Promise<PatchOutput> {
  const result = await patchObject(ctx, request);
  const changed = result.outcome !== 'unchanged';
  ctx.log.info(
    `${nameOfObject(request.ref)}: ${
      changed ? `${request.verb} done` : 'already so'
    }`,
  );
  const live = await proveWrite(ctx, request.ref);
  await untilServed(ctx, request.ref, live);
  return {
    changed,
    uid: live.metadata?.uid,
    generation: live.metadata?.generation as number | undefined,
  };
}
