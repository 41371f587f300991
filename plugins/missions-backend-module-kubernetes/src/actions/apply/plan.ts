import type {
  ActionPlan,
  PlanContext,
} from '@mission-control/plugin-missions-node';
import { refOf } from '../../objects';
import { collectProblems, planApply, type Change } from '../../writes';
import { requestsOf } from './requests';
import type { ApplyInput } from './schema';

/** Dry-runs every object; later ones know what earlier ones will create. */
export async function planApplyAction(
  ctx: PlanContext<ApplyInput>,
): Promise<ActionPlan> {
  const changes: Change[] = [];
  await collectProblems(
    requestsOf(ctx.input),
    request => refOf(request.object),
    async request => {
      changes.push(await planApply(ctx, request, [...ctx.earlier, ...changes]));
    },
  );
  return { changes, summary: summaryOf(changes) };
}

function summaryOf(changes: readonly Change[]): string {
  const count = (kind: Change['kind']) =>
    changes.filter(change => change.kind === kind).length;
  return (['create', 'change', 'noop', 'deferred', 'conflict'] as const)
    .filter(kind => count(kind) > 0)
    .map(kind => `${count(kind)} ${kind}`)
    .join(', ');
}
