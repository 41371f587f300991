import type { PlannedChange } from '@mission-control/plugin-missions-common';
import type { UndoRunContext } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { readObject } from '../objects';
import { Dependants } from './Dependants';
import { planEffect } from './planEffect';
import { confirmedAfter } from './confirmedAfter';
import { waitUntilGone } from './settle';

/**
 * Why an effect that the approved plan does nothing about is still there, for
 * people; undefined: it is as it was before the run, so nothing is left of it.
 * What is being deleted is waited for.
 */
export async function leftAlone(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  { note, takeOver, irreversible }: PlannedChange,
): Promise<string | undefined> {
  const { object, prior } = effect;
  if (takeOver === false) {
    return note ?? 'Stays as it is now, by choice';
  }
  if (irreversible) {
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
    return note ?? 'It is there, and the approved plan leaves it';
  }
  const options = {
    earlier: [],
    overwriteDrift: [],
    dependants: Dependants.ofRun(),
  };
  const now = await planEffect(ctx, effect, options, live);
  return now.kind === 'noop'
    ? undefined
    : now.note ?? 'It is not as before, and the approved plan leaves it';
}
