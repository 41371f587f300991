import { targetTransitions } from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';
import type { FindingRecord } from '../types';

const { verify_passed, verify_unknown } = targetTransitions.verifying;

/** States of a target whose checks have looked, at its end. */
const LOOKED = [verify_passed, verify_unknown];

/** A finding as a check of this run saw it. */
export interface NewFinding {
  readonly checkId: string;
  readonly fingerprint: string;
  readonly severity: FindingRecord['severity'];
  readonly finding: Record<string, unknown>;
}

/**
 * Keeps a target's findings with what became of those of the run before: new,
 * persisting, regressed (it was fixed), fixed, or not assessed because its
 * check could not look this time. Looking again replaces the first look.
 */
export async function saveFindings(options: {
  change: RunChange;
  targetId: string;
  findings: readonly NewFinding[];
  /** Checks that could not look. */
  notAssessed: readonly string[];
}): Promise<void> {
  const { change, targetId, findings, notAssessed } = options;
  const { tx, run, now } = change;
  await tx('findings').where({ run_id: run.id, target_id: targetId }).delete();
  const before = await readBefore(change, targetId);
  const seen = new Map(findings.map(item => [item.fingerprint, item]));
  const rows = [...seen.values()].map(item => {
    const earlier = before.get(item.fingerprint);
    const status = statusOf(earlier?.status);
    return {
      check_id: item.checkId,
      fingerprint: item.fingerprint,
      severity: item.severity,
      status,
      finding_json: JSON.stringify(item.finding),
      since: status === 'persisting' ? earlier!.since : now,
    };
  });
  const gone = [...before.values()]
    .filter(item => !seen.has(item.fingerprint) && item.status !== 'fixed')
    .map(item => ({
      check_id: item.check_id,
      fingerprint: item.fingerprint,
      severity: item.severity,
      status: notAssessed.includes(item.check_id) ? 'not_assessed' : 'fixed',
      finding_json: item.finding_json,
      since: notAssessed.includes(item.check_id) ? item.since : now,
    }));
  const all = [...rows, ...gone].map(row => ({
    run_id: run.id,
    target_id: targetId,
    ...row,
  }));
  if (all.length > 0) {
    await tx.batchInsert('findings', all, 50);
  }
}

function statusOf(earlier: string | undefined): FindingRecord['status'] {
  if (earlier === undefined) {
    return 'new';
  }
  return earlier === 'fixed' ? 'regressed' : 'persisting';
}

/** Findings on this target of the last ended run of the same orbit, or mission. */
async function readBefore(
  change: RunChange,
  targetId: string,
): Promise<Map<string, Record<string, any>>> {
  const { tx, run } = change;
  const query = tx('runs as r')
    .join('run_targets as t', 't.run_id', 'r.id')
    .where('t.target_id', targetId)
    .whereIn('t.state', LOOKED)
    .where('r.created_at', '<', run.createdAt)
    .orderBy('r.created_at', 'desc');
  const previous = await (run.orbitId
    ? query.where('r.orbit_id', run.orbitId)
    : query.where('r.mission_ref', run.missionRef).whereNull('r.orbit_id')
  ).first('r.id');
  if (!previous) {
    return new Map();
  }
  const rows = await tx('findings').where({
    run_id: previous.id,
    target_id: targetId,
  });
  return new Map(rows.map(row => [row.fingerprint, row]));
}
