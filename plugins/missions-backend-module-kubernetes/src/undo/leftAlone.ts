import type { PlannedChange } from '@mission-control/plugin-missions-common';
import type { UndoRunContext } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { readObject } from '../objects';
import { Dependants } from './Dependants';
import { GONE_BY_RUN, isDeletedByRun } from './nextLife';
import { planEffect } from './planEffect';
import { confirmedAfter } from './confirmedAfter';
import { otherWriter } from './otherWriter';
import { isOfOneObject } from './refusedObject';
import { waitUntilGone } from './settle';

const AS_APPROVED = 'Stays as it is now, as approved';

/**
 * Why an effect that the approved plan does nothing about is still there, for
 * people, as it is by now; undefined: it is as it was before the run, so nothing
 * is left of it. What is being deleted is waited for.
 */
export async function leftAlone(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  { note, takeOver, irreversible }: PlannedChange,
): Promise<string | undefined> {
  // By a choice before the plan, or by the approval of what changed after it.
  const isToStay = takeOver === false;
  try {
    return await whatIsLeft(ctx, effect, { note, irreversible, isToStay });
  } catch (error) {
    if (!isToStay || !isOfOneObject(error)) {
      throw error;
    }
    return `${AS_APPROVED}. It cannot be looked at: ${ctx.mask(error.message)}`;
  }
}

async function whatIsLeft(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  {
    note,
    irreversible,
    isToStay,
  }: Pick<PlannedChange, 'note' | 'irreversible'> & { isToStay: boolean },
): Promise<string | undefined> {
  const { object, prior } = effect;
  if (irreversible && !isToStay) {
    return irreversible;
  }
  const live = await readObject(ctx.cluster, object, ctx.signal);
  if (!prior) {
    if (!live || !confirmedAfter(ctx, effect, live)) {
      return undefined;
    }
    if (live.metadata?.deletionTimestamp) {
      await waitUntilGone(ctx, object, live.metadata.uid);
      return undefined;
    }
    if (!isToStay) {
      const other = await otherWriter(ctx, effect, live);
      return (
        other?.note ?? note ?? 'It is there, and the approved plan leaves it'
      );
    }
  }
  if (!live && !isToStay && (await isDeletedByRun(ctx, effect))) {
    return GONE_BY_RUN;
  }
  const options = {
    earlier: [],
    overwriteDrift: [],
    dependants: Dependants.ofRun(),
  };
  const now = await planEffect(ctx, effect, options, live);
  if (isToStay) {
    const drift = now.kind === 'conflict' ? now.note : undefined;
    return now.kind === 'noop' && !now.irreversible
      ? undefined
      : [AS_APPROVED, drift].filter(Boolean).join('. ');
  }
  return now.kind === 'noop'
    ? undefined
    : now.note ?? 'It is not as before, and the approved plan leaves it';
}
