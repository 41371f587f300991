import {
  looksAgain,
  type RunState,
  type Trigger,
  waitingForPeople,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { parseJson } from '../rows';

/** A run that failed somewhere or is blocked, and for whom it runs. */
export interface StuckRun {
  readonly id: string;
  readonly initiator: string;
  readonly state: 'needs_decision' | 'blocked';
  /** It is blocked, and looks again and gives up by itself. */
  readonly looksAgain: boolean;
}

const states: readonly RunState[] = waitingForPeople.filter(
  state => state !== 'awaiting_approval',
);

/** Runs that failed somewhere or are blocked; what waits for approval is told by its approvals. */
export async function readStuckRuns({
  tx,
}: {
  tx: Knex | Knex.Transaction;
}): Promise<StuckRun[]> {
  const rows = await tx('runs')
    .whereIn('state', states)
    .select('id', 'initiator', 'state', 'orbit_id', 'trigger_json')
    .select('plan_only');
  return rows.map(({ id, initiator, state, orbit_id: orbitId, ...row }) => ({
    id,
    initiator,
    state,
    looksAgain:
      state === 'blocked' &&
      looksAgain({
        orbitId: orbitId ?? undefined,
        trigger: parseJson<Trigger>(row.trigger_json),
        planOnly: Boolean(row.plan_only),
      }),
  }));
}
