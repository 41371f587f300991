import { lastAppliedIn } from '@mission-control/plugin-missions-common';
import type {
  ActionPlan,
  PlanContext,
} from '@mission-control/plugin-missions-node';
import { lastAppliedRefusal } from '../../objects';
import { planPatch, type PatchRequest } from '../../writes';
import type { PatchInput } from './schema';

/** The request of an input. Throws ACTION_INPUT_INVALID where it writes what kubectl remembers. */
export function requestOf(input: PatchInput): PatchRequest {
  if (lastAppliedIn(input).length > 0) {
    throw lastAppliedRefusal(input.object);
  }
  return {
    ref: input.object,
    type: input.type,
    patch: input.patch,
    verb: 'patch',
    takeOver: input.takeOver,
  };
}

/** Dry-runs the patch. */
export async function planPatchAction(
  ctx: PlanContext<PatchInput>,
): Promise<ActionPlan> {
  return { changes: [await planPatch(ctx, requestOf(ctx.input), ctx.earlier)] };
}
