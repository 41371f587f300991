import type {
  ActionPlan,
  KubernetesObject,
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
import { withEarlierLost } from './earlierLost';
import { fallingAlong } from './fallingAlong';
import type { DeleteInput } from './schema';

/** The request for one object of an input; `known` is deleted by earlier steps. */
export function requestOf(
  ctx: WriteContext & { input: DeleteInput },
  turn: Turn,
  { dependants, known = [] }: LossOptions,
): DeleteRequest {
  return {
    ref: turn.ref,
    takeOver: ctx.input.takeOver,
    loss: live =>
      irreversibleDeletion(ctx, live, {
        dependants,
        known: [...known, ...turn.before],
      }),
  };
}

/** Says for every object whether it is there and what its loss means. */
export async function planDeleteAction(
  ctx: PlanContext<DeleteInput>,
): Promise<ActionPlan> {
  const changes: Change[] = [];
  const turns = await dependantsFirst(ctx, ctx.input.objects);
  const lost = new Map<Turn, KubernetesObject>();
  const options = {
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
      const { loss, ...request } = requestOf(ctx, turn, options);
      const noting = async (live: KubernetesObject) => {
        const found = await loss(live);
        if (found.certain) {
          lost.set(turn, live);
        }
        return found;
      };
      const change = await planDelete(
        ctx,
        { ...request, loss: noting, before: [...ctx.earlier, ...changes] },
        earlier,
        turn.seen,
      );
      const holder = lost.get(turn);
      changes.push(
        holder ? withEarlierLost(change, holder, ctx.earlier) : change,
      );
    },
  );
  return { changes: fallingAlong(changes, turns, new Set(lost.keys())) };
}
