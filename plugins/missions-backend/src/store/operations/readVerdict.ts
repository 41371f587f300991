import type { Verdict } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { TargetRecord } from '../types';

const SEVERITIES = ['none', 'low', 'medium', 'high', 'critical'] as const;

/**
 * What an orbit run found, counted. Checks that a target never came to are not assessed.
 */
export async function readVerdict(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
  /** How many checks each target is asked. */
  checks: number;
  targets: readonly Pick<TargetRecord, 'targetId' | 'state'>[];
}): Promise<Verdict> {
  const { tx, runId, checks, targets } = options;
  const rows: { status: string; severity: string; count: number }[] = await tx(
    'findings',
  )
    .where({ run_id: runId })
    .select('status', 'severity')
    .count({ count: '*' })
    .groupBy('status', 'severity');
  const answers: { target_id: string; status: string; count: number }[] =
    await tx('run_evidence')
      .where({ run_id: runId, phase: 'check' })
      .select('target_id', 'status')
      .count({ count: '*' })
      .groupBy('target_id', 'status');
  const unseen = targets.filter(
    ({ targetId, state }) =>
      state !== 'succeeded' && !answers.some(row => row.target_id === targetId),
  );
  const total = (status: string) =>
    rows
      .filter(row => row.status === status)
      .reduce((sum, row) => sum + Number(row.count), 0);
  // What nobody could look at counts: it is not known to be gone.
  const open = rows.filter(row => row.status !== 'fixed');
  const counted = (some: typeof answers) =>
    some.reduce((sum, row) => sum + Number(row.count), 0);
  const unknown = answers.filter(row => row.status === 'unknown');
  const assessed = counted(answers) - counted(unknown);
  const notAssessed = counted(unknown) + unseen.length * checks;
  const worst = open.reduce(
    (index, row) => Math.max(index, SEVERITIES.indexOf(row.severity as any)),
    0,
  );
  return {
    findings: open.reduce((sum, row) => sum + Number(row.count), 0),
    new: total('new'),
    fixed: total('fixed'),
    regressed: total('regressed'),
    persisting: total('persisting'),
    assessed,
    notAssessed,
    worst: SEVERITIES[worst],
  };
}
