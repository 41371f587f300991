import type { UndoRunContext } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { readObject } from '../objects';
import {
  approvedChangeOf,
  boundOf,
  deferralOf,
  type Change,
  type EarlierChange,
} from '../writes';
import type { UndoingContext } from './blocks';

/** What an undo says of what a later step of the run deleted, when nothing makes it anew. */
export const GONE_BY_RUN =
  'The run itself deleted it, which cannot be taken back';

/** Whether the run itself deleted what a step left, and no undo took that back. */
export async function isDeletedByRun(
  ctx: Pick<UndoingContext, 'deletedByRun'>,
  { object, prior, after }: Effect,
): Promise<boolean> {
  const { uid } = (after ?? prior)?.metadata ?? {};
  return uid !== undefined && ctx.deletedByRun(object, uid);
}

/** Whether an earlier step of the run made what this one changed: before the run it was not there. */
export async function isMadeByRun(
  ctx: Pick<UndoingContext, 'madeByRun'>,
  { object, prior }: Effect,
): Promise<boolean> {
  const { uid } = prior?.metadata ?? {};
  return uid !== undefined && ctx.madeByRun(object, uid);
}

/**
 * How the plan goes on with what a later step of the run deleted, when the undo
 * of that step makes it anew before; undefined: it does not.
 */
export async function afterMadeAnew(
  ctx: Pick<UndoingContext, 'deletedByRun'>,
  effect: Effect,
  earlier: readonly EarlierChange[],
  verb: 'change' | 'delete',
): Promise<
  Pick<Change, 'kind' | 'note' | 'deferredReason' | 'bounds'> | undefined
> {
  const { object } = effect;
  const deferral = deferralOf(object, earlier);
  if (
    !deferral?.isObject ||
    deferral.by.kind === 'delete' ||
    !(await isDeletedByRun(ctx, effect))
  ) {
    return undefined;
  }
  return {
    kind: 'deferred',
    note: undefined,
    deferredReason: deferral.reason,
    bounds: [boundOf(verb, object)],
  };
}

/**
 * What a step did to an object, as what is left of it now: where a later step of
 * the run deleted the object and its undo made it anew, what the step left is
 * there under another uid. The plan could only defer it.
 */
export async function onNextLife(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
): Promise<Effect> {
  const { object, after } = effect;
  if (
    !after ||
    approvedChangeOf(ctx, object)?.kind !== 'deferred' ||
    !(await ctx.wroteEarlier(object))
  ) {
    return effect;
  }
  const { uid } =
    (await readObject(ctx.cluster, object, ctx.signal))?.metadata ?? {};
  return uid
    ? { ...effect, after: { ...after, metadata: { ...after.metadata, uid } } }
    : effect;
}
