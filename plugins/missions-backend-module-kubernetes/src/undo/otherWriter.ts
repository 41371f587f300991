import { KEY_ANNOTATION } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { driftBlock, type Block, type UndoingContext } from './blocks';

const NOT_KNOWN = 'whether this run had written it is not known';

/**
 * What stands in the way of taking an effect back from what is live: another
 * run that wrote it since, where our own write was never confirmed, and what
 * drifted; undefined: nothing.
 */
export async function blockSince(
  ctx: UndoingContext,
  effect: Effect,
  { after, live }: { after: KubernetesObject; live: KubernetesObject },
): Promise<Block | undefined> {
  const other = await otherWriter(ctx, effect, live);
  const drift = await driftBlock(ctx, effect.prior, { after, live });
  if (!other || !drift) {
    return other ?? drift;
  }
  return {
    ...drift,
    conflictWith: `${other.conflictWith}, ${drift.conflictWith}`,
    note: `${other.note}. ${drift.note}`,
  };
}

/**
 * Who else may have written what our manager owns of a live object, where our
 * own write was never confirmed; undefined: nobody that is known.
 *
 * @remarks All runs of a mission write as one manager. The journal knows the
 * runs of this portal; what one of another portal made tells by its key, which
 * an object carries that an apply created.
 */
export async function otherWriter(
  ctx: Pick<UndoingContext, 'writtenSince' | 'undoneKey' | 'madeByRun'>,
  { object, prior, after, verb }: Effect,
  live: KubernetesObject,
): Promise<Required<Pick<Block, 'conflictWith' | 'note'>> | undefined> {
  if (after !== undefined) {
    return undefined;
  }
  const runId = await ctx.writtenSince(object);
  if (runId) {
    return {
      conflictWith: `run ${runId}`,
      note: `Run ${runId} wrote it since; ${NOT_KNOWN}`,
    };
  }
  const { annotations, uid } = live.metadata ?? {};
  const key = annotations?.[KEY_ANNOTATION];
  const isOtherKey =
    prior === null && verb === 'apply' && key && key !== ctx.undoneKey;
  // Another step of this run is no other run: it is taken back as well.
  return isOtherKey && !(uid && (await ctx.madeByRun(object, uid)))
    ? {
        conflictWith: 'another run',
        note: `Another run made it, as its key tells; ${NOT_KNOWN}`,
      }
    : undefined;
}
