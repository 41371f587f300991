import {
  MissionError,
  nextTargetState,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import { isAwaitingPlan } from '../../engine';
import type { RunChange } from '../RunChange';
import { closeApproval } from './closeApproval';

/**
 * Sends a blocked or waiting target through preflight and planning again; an
 * open approval of the old plan is superseded. One that waits for an approval
 * of its own goes on to what it asked for, and asks again if it has to. Throws
 * NOT_FOUND, STATE_REFUSED.
 */
export async function recheckTarget(options: {
  change: RunChange;
  targetId: string;
  by: string;
}): Promise<void> {
  const { change, targetId, by } = options;
  const target = await change.target(targetId);
  if (!target) {
    throw new MissionError('NOT_FOUND', `The run has no target '${targetId}'`);
  }
  const own = target.state === 'awaiting_approval' && !isAwaitingPlan(target);
  const state = nextTargetState(
    target.state,
    own ? 'asked_again' : 'rechecked',
  );
  if (!state) {
    throw new MissionError(
      'STATE_REFUSED',
      `Target '${targetId}' ${
        runStateWords[target.state]
      }; only a blocked or waiting target can be checked again`,
    );
  }
  const open = (await change.openApprovals()).filter(
    ({ kind, target_id: asked }) =>
      kind !== 'gate' && (own ? asked === targetId : kind === 'plan'),
  );
  for (const { id } of open) {
    await closeApproval({ change, id, event: 'plan_changed' });
  }
  await change.setTarget(targetId, {
    state,
    reason: null,
    blocked_since: null,
    // A newer plan than the approved one is made again before anything is
    // written; a step that asked plans again in its turn.
    recheck: own && target.planHash !== target.approvedHash,
  });
  await change.wakeTarget(targetId);
  change.coordinate = true;
  change.emit({ type: 'target.rechecked', targetId, by });
}
