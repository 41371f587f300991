import type {
  ActionPlan,
  PlanContext,
} from '@mission-control/plugin-missions-node';
import { planPatch, type PatchRequest } from '../../writes';
import type { PatchInput } from './schema';

/** The request of an input. */
export function requestOf(input: PatchInput): PatchRequest {
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
