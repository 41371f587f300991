import {
  MissionError,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type { UndoRunContext } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { locate, managedFieldsOf, readAt } from '../objects';
import { isCertainRefusal, isPreconditionFailure, sendPut } from '../writes';
import type { EffectWrite } from './effectWrite';
import { sameOwners } from './restored';

const MAX_OWNER_TRIES = 6;

/**
 * The second PUT: values stay, so the server takes the field managers that we
 * send. (The first one made us the owner of what it changed.) It is declared
 * under the same verb, so that a repeated step settles both.
 */
export async function giveOwnershipBack(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  { write, expected }: Pick<EffectWrite, 'write' | 'expected'>,
): Promise<void> {
  const location = await locate(ctx.cluster, effect.object);
  for (let attempt = 1; attempt <= MAX_OWNER_TRIES; attempt++) {
    const live = await readAt(ctx.cluster, location, ctx.signal);
    if (!live || live.metadata?.deletionTimestamp) {
      return;
    }
    const managers = managedFieldsOf(expected(live));
    if (sameOwners(managers, managedFieldsOf(live))) {
      return;
    }
    const seq = await ctx.journal.intend({
      verb: write.verb,
      object: effect.object,
      prior: live,
    });
    try {
      const { body } = await sendPut(ctx, location, {
        ...live,
        metadata: { ...live.metadata, managedFields: managers },
      });
      await ctx.journal.complete(seq, body);
    } catch (error) {
      if (isCertainRefusal(error)) {
        await ctx.journal.refuse(seq, error);
      }
      if (!isPreconditionFailure(error)) {
        throw error;
      }
    }
  }
  throw new MissionError(
    'STEP_FAILED',
    `${nameOfObject(
      effect.object,
    )} is restored, but its fields still have other owners than before`,
    { object: effect.object },
  );
}
