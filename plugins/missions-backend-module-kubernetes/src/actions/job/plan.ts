import type {
  ActionPlan,
  PlanContext,
} from '@mission-control/plugin-missions-node';
import { planApply } from '../../writes';
import { JOB_IRREVERSIBLE, jobObject } from './jobObject';
import type { JobInput } from './schema';

/** Dry-runs the creation of the Job. */
export async function planJobAction(
  ctx: PlanContext<JobInput>,
): Promise<ActionPlan> {
  const object = jobObject(ctx);
  const change = await planApply(ctx, { object }, ctx.earlier);
  return { changes: [{ ...change, irreversible: JOB_IRREVERSIBLE }] };
}
