import { nameOfObject } from '@mission-control/plugin-missions-common';
import type { RunContext } from '@mission-control/plugin-missions-node';
import { ReapprovalNeeded } from '@mission-control/plugin-missions-node';
import { setTimeout as delay } from 'node:timers/promises';
import { readObject } from '../objects';
import { approvedChangeOf, approvedFor, deviationOfPlan } from './approved';
import { settleEarlier } from './earlierTries';
import type { GuardedWrite, WriteResult } from './guardedWrite';
import { assertWritable } from './problems';
import {
  fieldConflictsOf,
  isCertainRefusal,
  isPreconditionFailure,
} from './status';

const MAX_TRIES = 10;
const PAUSE_MS = 50;

/**
 * Writes one object the way DESIGN §5 and §6 ask for: guards, comparison with
 * the approved plan, journal, write, journal.
 *
 * @remarks Safe to repeat after a crash at any point. An intent without
 * completion is resolved by looking whether the write is there; an intent that
 * did not happen is completed with its own prior state, which undo ignores.
 */
export async function executeWrite(
  ctx: RunContext<unknown>,
  write: GuardedWrite,
): Promise<WriteResult> {
  for (let attempt = 1; ; attempt++) {
    ctx.signal.throwIfAborted();
    if (approvedChangeOf(ctx, write.ref)?.kind !== 'noop') {
      assertWritable(ctx, write.ref, write.verb);
    }
    const live = await readObject(ctx.cluster, write.ref, ctx.signal);
    const settled = await settleEarlier(ctx, write, live);
    if (settled) {
      return settled;
    }
    const loss = await write.loss?.(live);
    const approved = await approvedFor(ctx, write, live, loss);
    if (approved.kind === 'noop') {
      return { object: live, outcome: 'unchanged' };
    }
    const seq = await ctx.journal.intend({
      verb: write.verb,
      object: write.ref,
      prior: live,
      ...(loss?.certain ? { irreversible: loss.certain } : {}),
      ...(loss?.unseen ? { unseen: loss.unseen } : {}),
    });
    try {
      const after = await write.send(live, approved);
      await ctx.journal.complete(seq, after);
      return { object: after, outcome: 'written' };
    } catch (error) {
      if (isCertainRefusal(error)) {
        await ctx.journal.refuse(seq, error);
      }
      if (fieldConflictsOf(error).length > 0) {
        const change = await write.replan(live, []);
        const owned = deviationOfPlan(approved, change);
        const changes = [{ ...change, stepId: ctx.stepId }];
        throw owned ? new ReapprovalNeeded({ ...owned, changes }) : error;
      }
      if (!isPreconditionFailure(error) || attempt >= MAX_TRIES) {
        throw error;
      }
      ctx.log.debug(
        `${nameOfObject(write.ref)} moved meanwhile; looking again`,
      );
      await delay(PAUSE_MS * attempt, undefined, { signal: ctx.signal });
    }
  }
}
