import type { UndoRunContext } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { readObject } from '../objects';
import { executeWrite } from '../writes';
import { whyItStays } from './blocks';
import { effectWrite, type EffectWrite } from './effectWrite';
import { giveOwnershipBack } from './giveOwnershipBack';
import { type UndoOptions } from './planEffect';
import { confirmedAfter } from './confirmedAfter';
import { waitUntilGone } from './settle';

/** How taking an effect back ended: why it stays, or what has to be so now. */
export type Taken =
  | { readonly stays: string }
  | {
      readonly stays?: undefined;
      readonly toProve: Pick<EffectWrite, 'expected' | 'uid'>;
    };

/**
 * Takes one effect back and waits until it is settled. A namespace into which
 * others put something since the plan stays: the answer says why.
 */
export async function undoEffect(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  options: UndoOptions,
): Promise<Taken> {
  const { object } = effect;
  const live = await readObject(ctx.cluster, object, ctx.signal);
  const isGoing = live?.metadata?.deletionTimestamp !== undefined;
  const toProve = effectWrite(ctx, effect, options, live);
  const { way, write } = toProve;
  if (way === 'remove') {
    const after = confirmedAfter(ctx, effect, live);
    const stays =
      live && after && !isGoing
        ? await whyItStays(ctx, effect, { earlier: [] })
        : undefined;
    if (stays) {
      return { stays };
    }
    await executeWrite(ctx, write);
    const uid = live?.metadata?.uid ?? after?.metadata?.uid;
    await waitUntilGone(ctx, object, uid);
    return { toProve };
  }
  if (way === 'recreate' && isGoing) {
    await waitUntilGone(ctx, object, live?.metadata?.uid);
  }
  await executeWrite(ctx, write);
  await giveOwnershipBack(ctx, effect, toProve);
  return { toProve };
}
