import {
  terminalStates,
  type RunState,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { World } from '../world/World';

/** In what a target may be while nobody does anything: ended, or waiting for a person. */
export const RESTING: readonly RunState[] = [
  ...terminalStates,
  'needs_decision',
  // A cluster did not answer while it was looked at, or what an undo found is to be chosen.
  'blocked',
];

/** What others of the run wait for with a target that is in it. */
export const HOLDING: readonly RunState[] = ['needs_decision', 'blocked'];

/**
 * Targets that still go on. One waits with another of its run: nobody is asked
 * to approve a part of a plan, and a wave waits for the one before it.
 */
export function restless({ database }: World): Knex.QueryBuilder {
  const truth = database.truth();
  return truth('run_targets as target')
    .whereNotIn('target.state', RESTING)
    .whereNot(query =>
      query
        .where(held =>
          held
            .where('target.state', 'awaiting_approval')
            .orWhere({ 'target.state': 'running', 'target.released': false }),
        )
        .whereExists(
          truth('run_targets as other')
            .whereRaw('other.run_id = target.run_id')
            .whereIn('other.state', HOLDING),
        ),
    );
}
