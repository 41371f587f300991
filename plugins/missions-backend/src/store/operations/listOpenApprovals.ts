import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import type { RunQuery } from '../../permissions';
import type { Dialect } from '../dialect';
import { parseJson } from '../rows';
import {
  delegationsOf,
  readDelegations,
  type DelegationRecord,
} from './delegations';
import { whereRunConditions } from './whereRunConditions';

/** An open approval, as far as deciding whom it waits for needs it. */
export interface OpenApproval {
  readonly id: string;
  readonly runId: string;
  readonly kind: string;
  readonly initiator: string;
  readonly policy: { count: number; from: string[]; notStarter: boolean };
  /** Who said something already, and in whose place. */
  readonly decisions: readonly { readonly by: string; readonly for?: string }[];
  readonly delegations: readonly DelegationRecord[];
}

/** Approvals that wait for people, of the runs that a policy leaves. */
export async function listOpenApprovals(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  conditions?: PermissionCriteria<RunQuery>;
}): Promise<OpenApproval[]> {
  const { tx, dialect, conditions } = options;
  const query = tx('approvals')
    .join('runs', 'runs.id', 'approvals.run_id')
    .where('approvals.state', 'open')
    .select(
      'approvals.id',
      'approvals.run_id',
      'approvals.kind',
      'approvals.policy_json',
      'runs.initiator',
    );
  if (conditions) {
    whereRunConditions({ query, dialect, criteria: conditions });
  }
  const rows = await query;
  const decisions = await tx('approval_decisions')
    .whereIn(
      'approval_id',
      rows.map(row => row.id),
    )
    .select('approval_id', 'by', 'in_place_of');
  const delegations = await readDelegations({
    tx,
    dialect,
    approvalIds: rows.map(row => row.id),
  });
  return rows.map(row => ({
    id: row.id,
    runId: row.run_id,
    kind: row.kind,
    initiator: row.initiator,
    policy: parseJson(row.policy_json)!,
    decisions: decisions
      .filter(each => each.approval_id === row.id)
      .map(each => ({ by: each.by, for: each.in_place_of ?? undefined })),
    delegations: delegationsOf(row, delegations),
  }));
}
