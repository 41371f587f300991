import {
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  ActionPlan,
  PlanContext,
} from '@mission-control/plugin-missions-node';
import {
  Dependants,
  irreversibleDeletion,
  type LossOptions,
  namespaceContent,
} from '../../undo';
import {
  collectProblems,
  deletedIn,
  planDelete,
  type Change,
  type DeleteRequest,
  type WriteContext,
} from '../../writes';
import type { DeleteInput } from './schema';

/** The request for one object of an input. */
export function requestOf(
  ctx: WriteContext & { input: DeleteInput },
  ref: ObjectRef,
  options: LossOptions,
): DeleteRequest {
  const { objects, takeOver } = ctx.input;
  const known = [
    ...(options.known ?? []),
    ...objects.slice(0, objects.indexOf(ref)),
  ];
  return {
    ref,
    takeOver,
    irreversible: live =>
      ref.kind === 'Namespace'
        ? contentLoss(ctx, ref.name, known)
        : irreversibleDeletion(ctx, live, { ...options, known }),
  };
}

/** A namespace takes everything in it along. */
async function contentLoss(
  ctx: WriteContext,
  namespace: string,
  known: readonly ObjectRef[],
): Promise<string | undefined> {
  const { foreign, unlisted } = await namespaceContent(ctx.cluster, namespace, {
    known,
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
  const options = {
    dependants: Dependants.ofPlan(ctx),
    known: deletedIn(ctx.earlier),
  };
  await collectProblems(
    ctx.input.objects,
    ref => ref,
    async ref => {
      changes.push(
        await planDelete(ctx, requestOf(ctx, ref, options), [
          ...ctx.earlier,
          ...changes.filter(change => change.kind !== 'delete'),
        ]),
      );
    },
  );
  return { changes };
}
