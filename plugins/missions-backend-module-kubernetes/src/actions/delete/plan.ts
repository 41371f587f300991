import type {
  ActionPlan,
  PlanContext,
} from '@mission-control/plugin-missions-node';
import { Dependants, irreversibleDeletion, type LossOptions } from '../../undo';
import {
  collectProblems,
  deletedIn,
  planDelete,
  type Change,
  type DeleteRequest,
  type WriteContext,
} from '../../writes';
import { dependantsFirst, type Turn } from './dependantsFirst';
import type { DeleteInput } from './schema';

/** The request for one object of an input; `known` is deleted by earlier steps. */
export function requestOf(
  ctx: WriteContext & { input: DeleteInput },
  { ref, before }: Turn,
  { dependants, known = [] }: LossOptions,
): DeleteRequest {
  return {
    ref,
    takeOver: ctx.input.takeOver,
    loss: live =>
      irreversibleDeletion(ctx, live, {
        dependants,
        known: [...known, ...before],
      }),
  };
}

/** Says for every object whether it is there and what its loss means. */
export async function planDeleteAction(
  ctx: PlanContext<DeleteInput>,
): Promise<ActionPlan> {
  const changes: Change[] = [];
  const options = {
    dependants: Dependants.ofPlan(ctx),
    known: deletedIn(ctx.earlier),
  };
  await collectProblems(
    await dependantsFirst(ctx, ctx.input.objects),
    ({ ref }) => ref,
    async turn => {
      const earlier = [
        ...ctx.earlier,
        ...changes.filter(change => change.kind !== 'delete'),
      ];
      const request = requestOf(ctx, turn, options);
      changes.push(await planDelete(ctx, request, earlier, turn.seen));
    },
  );
  return { changes };
}
