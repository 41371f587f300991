import {
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  ActionPlan,
  PlanContext,
} from '@mission-control/plugin-missions-node';
import { Dependants, irreversibleDeletion, namespaceContent } from '../../undo';
import {
  collectProblems,
  planDelete,
  type Change,
  type DeleteRequest,
  type WriteContext,
} from '../../writes';
import type { DeleteInput } from './schema';

/** The request for one object of an input. Without `dependants`, it looks for them each time it is asked. */
export function requestOf(
  ctx: WriteContext & { input: DeleteInput },
  ref: ObjectRef,
  dependants?: Dependants,
): DeleteRequest {
  return {
    ref,
    takeOver: ctx.input.takeOver,
    irreversible: live =>
      ref.kind === 'Namespace'
        ? contentLoss(ctx, ref.name)
        : irreversibleDeletion(ctx, live, dependants),
  };
}

/** A namespace takes everything in it along. */
async function contentLoss(
  ctx: WriteContext,
  namespace: string,
): Promise<string | undefined> {
  const { foreign, unlisted } = await namespaceContent(ctx.cluster, namespace, {
    signal: ctx.signal,
  });
  if (foreign.length > 0) {
    const names = foreign.slice(0, 5).map(nameOfObject).join(', ');
    return `its content is deleted with it: ${names}${
      foreign.length > 5 ? ` and ${foreign.length - 5} more` : ''
    }`;
  }
  return unlisted.length > 0
    ? `its content could not all be listed: ${unlisted.join('; ')}`
    : undefined;
}

/** Says for every object whether it is there and what its loss means. */
export async function planDeleteAction(
  ctx: PlanContext<DeleteInput>,
): Promise<ActionPlan> {
  const changes: Change[] = [];
  await collectProblems(
    ctx.input.objects,
    ref => ref,
    async ref => {
      changes.push(
        await planDelete(ctx, requestOf(ctx, ref, Dependants.ofPlan(ctx)), [
          ...ctx.earlier,
          ...changes.filter(change => change.kind !== 'delete'),
        ]),
      );
    },
  );
  return { changes };
}
