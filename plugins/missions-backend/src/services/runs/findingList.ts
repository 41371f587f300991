import type {
  Finding,
  FindingList,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { type FindingRecord, readFindings, readTargets } from '../../store';

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
  const targets = await readTargets({ tx, runIds: [runId] });
  const answered = new Map(
    targets.map(({ targetId, clusterUid }) => [targetId, clusterUid]),
  );
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
      ...(isElsewhere(record, answered.get(record.targetId)) && {
        elsewhere: true,
      }),
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
    const found = open.filter(
      item => item.targetId === row.target_id && item.check === row.check_id,
    );
    return {
      targetId: row.target_id as string,
      check: row.check_id as string,
      status: heatStatus(row.status, found),
      count: found.length,
    };
  });
  return {
    items,
    total: items.length,
    heat: [...heat, ...notAskedAbout(open, newest)],
  };
}

/** Nobody knows it of a cluster that did not answer. */
function isElsewhere({ clusterUid }: FindingRecord, answered?: string) {
  return (
    clusterUid !== undefined &&
    answered !== undefined &&
    clusterUid !== answered
  );
}

type Heat = NonNullable<FindingList['heat']>[number];

function heatStatus(
  answer: string,
  open: readonly Pick<Finding, 'status'>[],
): Heat['status'] {
  const seen = open.some(({ status }) => status !== 'not_assessed');
  if (answer !== 'unknown' && (answer !== 'pass' || seen)) {
    return 'fail';
  }
  return answer === 'unknown' || open.length > 0 ? 'not_assessed' : 'pass';
}

/** Checks of which something is known from before, and which were not asked. */
function notAskedAbout(
  open: readonly Finding[],
  asked: ReadonlyMap<string, unknown>,
): Heat[] {
  const known = new Map<string, Heat>();
  for (const { targetId, check = '' } of open) {
    const key = `${targetId}\n${check}`;
    if (!asked.has(key)) {
      const count = (known.get(key)?.count ?? 0) + 1;
      known.set(key, { targetId, check, status: 'not_assessed', count });
    }
  }
  return [...known.values()];
}
