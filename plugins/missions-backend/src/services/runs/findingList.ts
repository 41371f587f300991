import type {
  Finding,
  FindingList,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { readFindings } from '../../store';

/**
 * Findings of an orbit run, and the heat map of its checks: a check that could
 * not look is `not_assessed`, never a pass.
 */
export async function findingList(options: {
  tx: Knex;
  runId: string;
}): Promise<FindingList> {
  const { tx, runId } = options;
  const records = await readFindings({ tx, runId });
  const items = records.map(
    (record): Finding => ({
      ...(record.finding as Partial<Finding>),
      fingerprint: record.fingerprint,
      check: record.checkId,
      severity: record.severity,
      title: String(record.finding.title ?? record.checkId),
      targetId: record.targetId,
      status: record.status,
      since: new Date(record.since),
      runId,
    }),
  );
  const checks = await tx('run_evidence')
    .where({ run_id: runId, phase: 'check' })
    .orderBy('id')
    .select('target_id', 'check_id', 'status');
  const newest = new Map(
    checks.map(row => [`${row.target_id}\n${row.check_id}`, row]),
  );
  const open = items.filter(item => item.status !== 'fixed');
  const heat = [...newest.values()].map(row => {
    const count = open.filter(
      item => item.targetId === row.target_id && item.check === row.check_id,
    ).length;
    const failed = row.status === 'fail' || row.status === 'warn' || count > 0;
    return {
      targetId: row.target_id,
      check: row.check_id,
      status:
        row.status === 'unknown'
          ? ('not_assessed' as const)
          : ((failed ? 'fail' : 'pass') as 'fail' | 'pass'),
      count,
    };
  });
  return { items, total: items.length, heat };
}
