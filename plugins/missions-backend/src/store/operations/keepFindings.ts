import {
  isTerminal,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';
import type { TargetRecord } from '../types';
import {
  type EarlierLook,
  hasLooked,
  readLastLook,
  readLastRun,
} from './readLastLook';
import { tellOnce, whyLost } from './tellOnce';

/** A row of a finding that is still open, of the cluster that it was found on. */
type OpenFinding = Record<string, any>;

/** What was open after a look, each with the cluster that it is of. */
export async function readOpenFindings(
  change: RunChange,
  targetId: string,
  look: EarlierLook,
): Promise<OpenFinding[]> {
  const tx = await change.open();
  const rows = await tx('findings')
    .where({ run_id: look.runId, target_id: targetId })
    .whereNot('status', 'fixed');
  return rows.map(row => ({
    ...row,
    cluster_uid: row.cluster_uid ?? look.clusterUid ?? null,
  }));
}

/** The same finding in a run that could not look at it. */
export function asNotAssessed(
  { run }: Pick<RunChange, 'run'>,
  row: OpenFinding,
): OpenFinding {
  return { ...row, run_id: run.id, status: 'not_assessed' };
}

/**
 * Keeps, at the end of an orbit's run, what is known of the targets on which
 * it did not look, however they ended: given up, closed, cancelled, or another
 * cluster answered meanwhile. What nobody looked at is not gone. If the mission
 * has no check left, nobody will look: that is told once, and ends there.
 */
export async function keepFindings(
  change: RunChange,
  targets: readonly TargetRecord[],
  { checks }: Pick<MissionSpec, 'checks'>,
): Promise<void> {
  const { run } = change;
  if (!run.orbitId || run.planOnly || run.undoOf) {
    return;
  }
  const tx = await change.open();
  const keep = checks.length > 0 ? keptOfTarget : endedOfTarget;
  for (const { targetId, state } of targets) {
    const kept = isTerminal(state) ? await keep(change, targetId) : [];
    if (kept.length > 0) {
      await tx.batchInsert('findings', kept, 50);
    }
  }
}

async function keptOfTarget(
  change: RunChange,
  targetId: string,
): Promise<OpenFinding[]> {
  const { run } = change;
  const tx = await change.open();
  if (await hasLooked({ tx, runId: run.id, targetId })) {
    return [];
  }
  const look = await readLastLook({ tx, run, targetId });
  const open = look ? await readOpenFindings(change, targetId, look) : [];
  return open.map(row => asNotAssessed(change, row));
}

async function endedOfTarget(
  change: RunChange,
  targetId: string,
): Promise<OpenFinding[]> {
  const { run } = change;
  const tx = await change.open();
  const last = await readLastRun({ tx, run, targetId });
  const open = last ? await readOpenFindings(change, targetId, last) : [];
  return open.flatMap(row => {
    const told = tellOnce(whyLost(row.check_id), row.finding_json);
    return told === undefined
      ? []
      : [{ ...asNotAssessed(change, row), finding_json: told }];
  });
}
