import type {
  RunState,
  StepState,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';

/** Targets with a role, and how far they are with some steps. */
interface RoleSteps {
  readonly targets: readonly {
    readonly targetId: string;
    readonly role: string;
    readonly state: RunState;
  }[];
  readonly steps: readonly {
    readonly targetId: string;
    readonly sourceId: string;
    readonly state: StepState;
  }[];
}

/** States of steps on the targets of roles, without what they gave. */
export async function readRoleSteps(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
  roles: readonly string[];
  steps: readonly string[];
}): Promise<RoleSteps> {
  const { tx, runId, roles, steps } = options;
  const targets = await tx('run_targets')
    .where({ run_id: runId })
    .whereIn('role', [...roles])
    .orderBy('position')
    .select('target_id', 'role', 'state');
  const rows = await tx('run_steps')
    .where({ run_id: runId })
    .whereIn('source_id', [...steps])
    .select('target_id', 'source_id', 'state');
  return {
    targets: targets.map(row => ({
      targetId: row.target_id,
      role: row.role,
      state: row.state,
    })),
    steps: rows.map(row => ({
      targetId: row.target_id,
      sourceId: row.source_id,
      state: row.state,
    })),
  };
}
