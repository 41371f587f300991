import {
  type ApprovalPolicy,
  MissionError,
  personName,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { type Decider, type Delegation, whyMayNotDecide } from '../../engine';
import type { Dialect } from '../dialect';
import type { RunChange } from '../RunChange';
import { parseJson } from '../rows';

/** For so long a voice can be handed over. */
const MOST_DAYS = 90;

/** A voice that was handed over, as it is kept. */
export interface DelegationRecord extends Delegation {
  /** Absent: for every approval until a time. */
  readonly approvalId?: string;
  readonly comment?: string;
  readonly until?: string;
  readonly at: string;
}

/**
 * What was handed over for these approvals alone, and what holds for all of
 * them now: of each person the newest, if its time is not over.
 */
export async function readDelegations(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  approvalIds: readonly string[];
}): Promise<DelegationRecord[]> {
  const { tx, dialect, approvalIds } = options;
  const rows = await tx('approval_delegations')
    .whereNull('ended_at')
    .where(either =>
      either
        .whereIn('approval_id', [...approvalIds])
        .orWhere(where => whereStands({ where, tx, dialect })),
    )
    .orderBy('id');
  return rows.map(row => ({
    approvalId: row.approval_id ?? undefined,
    by: row.by,
    byRefs: parseJson<string[]>(row.by_refs_json) ?? [],
    to: row.to,
    comment: row.comment ?? undefined,
    until: row.until ?? undefined,
    at: row.at,
  }));
}

/** Of each person the newest that is for a time, if that is not over. One that was ended brings back none before it. */
function whereStands(options: {
  where: Knex.QueryBuilder;
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
}): void {
  const { where, tx, dialect } = options;
  where
    .whereNull('approval_id')
    .whereIn(
      'id',
      tx('approval_delegations')
        .whereNull('approval_id')
        .groupBy('by')
        .max('id'),
    )
    .where('until', '>', tx.raw(dialect.now));
}

/** A voice that somebody handed over and has not ended. */
export interface OwnDelegation {
  readonly id: string;
  readonly to: string;
  readonly comment?: string;
  readonly until?: string;
  readonly at: string;
  /** Of one for a single approval, which is open. */
  readonly approvalId?: string;
  readonly runId?: string;
}

/** What a person handed over and has not ended: for a time, or for approvals that are open. Newest first. */
export async function readOwnDelegations(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  by: string;
}): Promise<OwnDelegation[]> {
  const { tx, dialect, by } = options;
  const rows = await tx('approval_delegations')
    .leftJoin('approvals', 'approvals.id', 'approval_delegations.approval_id')
    .where('approval_delegations.by', by)
    .whereNull('ended_at')
    .where(either =>
      either.where('approvals.state', 'open').orWhereIn(
        'approval_delegations.id',
        tx('approval_delegations')
          .where(where => whereStands({ where, tx, dialect }))
          .select('id'),
      ),
    )
    .orderBy('approval_delegations.id', 'desc')
    .select('approval_delegations.*', 'approvals.run_id');
  return rows.map(row => ({
    id: String(row.id),
    to: row.to,
    comment: row.comment ?? undefined,
    until: row.until ?? undefined,
    at: row.at,
    approvalId: row.approval_id ?? undefined,
    runId: row.run_id ?? undefined,
  }));
}

/** Ends what was handed over: from the commit on it counts for nothing. False: it was ended already. */
export async function endDelegation(options: {
  tx: Knex | Knex.Transaction;
  id: string;
  now: string;
}): Promise<boolean> {
  const { tx, id, now: ended_at } = options;
  const ended = await tx('approval_delegations')
    .where({ id: Number(id) })
    .whereNull('ended_at')
    .update({ ended_at });
  return ended > 0;
}

/** Those that count for one approval. */
export function delegationsOf(
  approval: { readonly id: string },
  delegations: readonly DelegationRecord[],
): DelegationRecord[] {
  return delegations.filter(
    ({ approvalId }) => approvalId === undefined || approvalId === approval.id,
  );
}

/**
 * Hands the voice of a person to another person or group, for one approval or
 * for a time. Only an own voice can be handed over, not one that was got.
 * Throws NOT_FOUND, APPROVAL_CLOSED, APPROVAL_NOT_YOURS, INPUT_INVALID.
 */
export async function delegateApproval(options: {
  change: RunChange;
  id: string;
  decider: Decider;
  to: string;
  comment?: string;
  until?: Date;
}): Promise<void> {
  const { change, id, decider, to, comment, until } = options;
  const { run, now } = change;
  const tx = await change.open();
  const row = await tx('approvals').where({ id, run_id: run.id }).first();
  if (!row) {
    throw new MissionError('NOT_FOUND', `There is no approval '${id}'`);
  }
  const policy = parseJson<ApprovalPolicy>(row.policy_json)!;
  const decided = await tx('approval_decisions')
    .where({ approval_id: id })
    .where(where =>
      where.where({ by: decider.by }).orWhere({ in_place_of: decider.by }),
    )
    .first();
  if (row.state !== 'open' || decided) {
    throw new MissionError(
      'APPROVAL_CLOSED',
      decided ? 'Your voice is used already' : `The approval is ${row.state}`,
    );
  }
  const refusal = whyMayNotDecide({
    policy,
    initiator: run.initiator,
    decider,
  });
  if (refusal) {
    throw new MissionError('APPROVAL_NOT_YOURS', refusal);
  }
  guardInput(options, policy, now);
  await tx('approval_delegations').insert({
    approval_id: until ? null : id,
    by: decider.by,
    by_refs_json: JSON.stringify([
      ...new Set([decider.by, ...decider.ownershipRefs]),
    ]),
    to,
    comment: comment ?? null,
    until: until?.toISOString() ?? null,
    at: now,
  });
  change.emit({
    type: 'approval.delegated',
    targetId: row.target_id ?? undefined,
    stepId: row.step_id ?? undefined,
    by: decider.by,
    message: comment ? `${personName(to)}: ${comment}` : personName(to),
    data: {
      approvalId: id,
      handedTo: to,
      ...(until && { until: until.toISOString() }),
    },
  });
}

function guardInput(
  { decider, to, until }: Parameters<typeof delegateApproval>[0],
  policy: ApprovalPolicy,
  now: string,
): void {
  if (policy.from.length === 0) {
    throw new MissionError(
      'INPUT_INVALID',
      'Anyone with the permission may decide this approval: there is nothing to hand over',
    );
  }
  if (to === decider.by) {
    throw new MissionError('INPUT_INVALID', 'You have your own voice already');
  }
  if (until && Number.isNaN(until.getTime())) {
    throw new MissionError('INPUT_INVALID', 'until is no time');
  }
  const most = Date.parse(now) + MOST_DAYS * 86_400_000;
  if (until && until.getTime() > most) {
    throw new MissionError(
      'INPUT_INVALID',
      `A voice can be handed over for ${MOST_DAYS} days at the most`,
    );
  }
}
