import type {
  ActionPlan,
  PlanContext,
} from '@mission-control/plugin-missions-node';
import { Dependants, type LossOptions } from '../../undo';
import {
  collectProblems,
  deletedIn,
  planDelete,
  type Change,
  type DeleteRequest,
  type WriteContext,
} from '../../writes';
import { dependantsFirst, type Turn } from './dependantsFirst';
import { lossOfTurn } from './lossOfTurn';
import type { DeleteInput } from './schema';

/** The request for one object of an input; `known` is deleted by earlier steps. */
export function requestOf(
  ctx: WriteContext & { input: DeleteInput },
  turn: Turn,
  options: LossOptions & { readonly turns: readonly Turn[] },
): DeleteRequest {
  return {
    ref: turn.ref,
    takeOver: ctx.input.takeOver,
    loss: live => lossOfTurn(ctx, live, { ...options, turn }),
  };
}

/** Says for every object whether it is there and what its loss means. */
export async function planDeleteAction(
  ctx: PlanContext<DeleteInput>,
): Promise<ActionPlan> {
  const changes: Change[] = [];
  const turns = await dependantsFirst(ctx, ctx.input.objects);
  const options = {
    turns,
    dependants: Dependants.ofPlan(ctx),
    known: deletedIn(ctx.earlier),
  };
  await collectProblems(
    turns,
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
