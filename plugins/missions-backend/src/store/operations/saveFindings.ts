import type { RunChange } from '../RunChange';
import type { FindingRecord, TargetRecord } from '../types';
import { asNotAssessed, readOpenFindings } from './keepFindings';
import { readLastLook } from './readLastLook';
import { tellOnce, whyLost, whySkipped } from './tellOnce';

/** A finding as a check of this run saw it. */
export interface NewFinding {
  readonly checkId: string;
  readonly fingerprint: string;
  readonly severity: FindingRecord['severity'];
  readonly finding: Record<string, unknown>;
}

/**
 * Keeps a target's findings with what became of those of the last look at the
 * same cluster: new, persisting, regressed (it was fixed), fixed, or not
 * assessed because its check could not look this time. What a check found that
 * the mission no longer has, or whose condition is false by now, was not fixed:
 * it is told once as not assessed, with the reason, and ends there. While
 * another cluster answers than the one that the orbit watches, what was found
 * elsewhere stays as not assessed. Looking again replaces the first look.
 */
export async function saveFindings(options: {
  change: RunChange;
  target: Pick<TargetRecord, 'targetId' | 'clusterUid' | 'watchedUid'>;
  findings: readonly NewFinding[];
  /** Checks of the mission. */
  checks: readonly string[];
  /** Those that could not look. */
  notAssessed: readonly string[];
  /** Those whose condition is false. */
  skipped: readonly string[];
}): Promise<void> {
  const { change, target, findings, checks, skipped } = options;
  const { run, now } = change;
  const tx = await change.open();
  const { targetId, clusterUid } = target;
  await tx('findings').where({ run_id: run.id, target_id: targetId }).delete();
  if (checks.every(check => skipped.includes(check))) {
    return; // Nobody looked: the end of the run keeps what is known.
  }
  const before = await readBefore(change, target);
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
    .flatMap(item => {
      const { check_id, fingerprint, severity, ...rest } = item;
      const end = endOf(rest, check_id, options, now);
      return end ? [{ check_id, fingerprint, severity, ...end }] : [];
    });
  const all = [...rows, ...gone].map(row => ({
    run_id: run.id,
    target_id: targetId,
    cluster_uid: clusterUid ?? null,
    ...row,
  }));
  all.push(...((await foundElsewhere(change, target)) as typeof all));
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

type Ending = Pick<FindingRecord, 'status' | 'since'> & {
  readonly finding_json: string;
};

/** What becomes of an open finding that was not seen again; undefined: nothing is told of it any more. */
function endOf(
  { finding_json, since }: Record<string, any>,
  checkId: string,
  {
    checks,
    notAssessed,
    skipped,
  }: Pick<
    Parameters<typeof saveFindings>[0],
    'checks' | 'notAssessed' | 'skipped'
  >,
  now: string,
): Ending | undefined {
  const isSkipped = skipped.includes(checkId);
  if (checks.includes(checkId) && !isSkipped) {
    return notAssessed.includes(checkId)
      ? { finding_json, status: 'not_assessed', since }
      : { finding_json, status: 'fixed', since: now };
  }
  const why = isSkipped ? whySkipped(checkId) : whyLost(checkId);
  const told = tellOnce(why, finding_json);
  return told === undefined
    ? undefined
    : { finding_json: told, status: 'not_assessed', since };
}

/** Findings of the last look at this very cluster. */
async function readBefore(
  change: RunChange,
  { targetId, clusterUid }: Pick<TargetRecord, 'targetId' | 'clusterUid'>,
): Promise<Map<string, Record<string, any>>> {
  const { run } = change;
  const tx = await change.open();
  const look = await readLastLook({ tx, run, targetId, clusterUid });
  if (!look) {
    return new Map();
  }
  const rows = await tx('findings').where({
    run_id: look.runId,
    target_id: targetId,
  });
  return new Map(
    rows
      .filter(row => (row.cluster_uid ?? clusterUid) === clusterUid)
      .map(row => [row.fingerprint, row]),
  );
}

/**
 * What is open on the cluster that the orbit watches, while another one answers
 * behind the name. What others have that answered before is not carried along.
 */
async function foundElsewhere(
  change: RunChange,
  { targetId, watchedUid }: Pick<TargetRecord, 'targetId' | 'watchedUid'>,
) {
  const { run } = change;
  const tx = await change.open();
  const look =
    watchedUid === undefined
      ? undefined
      : await readLastLook({ tx, run, targetId });
  const open = look ? await readOpenFindings(change, targetId, look) : [];
  return open
    .filter(row => row.cluster_uid === watchedUid)
    .map(row => asNotAssessed(change, row));
}
