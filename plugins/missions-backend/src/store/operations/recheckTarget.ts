import {
  MissionError,
  nextTargetState,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';
import { closeApproval } from './closeApproval';

/**
 * Sends a blocked or waiting target through preflight and planning again; an
 * open approval of the old plan is superseded. Throws NOT_FOUND, STATE_REFUSED.
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
  const state = nextTargetState(target.state, 'rechecked');
  if (!state) {
    throw new MissionError(
      'STATE_REFUSED',
      `Target '${targetId}' ${
        runStateWords[target.state]
      }; only a blocked or waiting target can be checked again`,
    );
  }
  const open = await change
    .tx('approvals')
    .where({ run_id: change.run.id, state: 'open' })
    .where(query =>
      query.where({ kind: 'plan' }).orWhere({ target_id: targetId }),
    )
    .pluck('id');
  for (const id of open) {
    await closeApproval({ change, id, event: 'plan_changed' });
  }
  await change.setTarget(targetId, {
    state,
    reason: null,
    blocked_since: null,
    approved_hash: null,
  });
  await change.wakeTarget(targetId);
  change.coordinate = true;
  change.emit({ type: 'target.rechecked', targetId, by });
}
