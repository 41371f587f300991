import type { Verdict } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';

const SEVERITIES = ['none', 'low', 'medium', 'high', 'critical'] as const;

/** What an orbit run found, counted; undefined for other kinds of runs. */
export async function readVerdict(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
  type: string;
}): Promise<Verdict | undefined> {
  const { tx, runId, type } = options;
  if (type !== 'orbit') {
    return undefined;
  }
  const rows: { status: string; severity: string; count: number }[] = await tx(
    'findings',
  )
    .where({ run_id: runId })
    .select('status', 'severity')
    .count({ count: '*' })
    .groupBy('status', 'severity');
  const checks: { status: string; count: number }[] = await tx('run_evidence')
    .where({ run_id: runId, phase: 'check' })
    .select('status')
    .count({ count: '*' })
    .groupBy('status');
  const total = (status: string) =>
    rows
      .filter(row => row.status === status)
      .reduce((sum, row) => sum + Number(row.count), 0);
  const open = rows.filter(
    row => !['fixed', 'not_assessed'].includes(row.status),
  );
  const notAssessed = checks
    .filter(row => row.status === 'unknown')
    .reduce((sum, row) => sum + Number(row.count), 0);
  const asked = checks.reduce((sum, row) => sum + Number(row.count), 0);
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
    assessed: asked - notAssessed,
    notAssessed,
    worst: SEVERITIES[worst],
  };
}
