import type { Resumption } from '@mission-control/plugin-missions-node';
import { type StepRecord, readApprovals, readRun } from '../store';
import type { TargetSession } from './TargetSession';

/** Why a suspended step is called again, with what it waited for. */
export async function resumptionOf(
  session: TargetSession,
  step: StepRecord,
): Promise<Resumption | undefined> {
  const { suspension } = step;
  const { db } = session.store;
  switch (suspension?.kind) {
    case 'time':
      return { kind: 'time' };
    case 'child': {
      const child = await readRun({ tx: db, runId: suspension.runId });
      return { kind: 'child', runId: suspension.runId, state: child!.state };
    }
    case 'approval': {
      const [approval] = await readApprovals({
        tx: db,
        id: suspension.approvalId,
      });
      const { createdAt, expiresAt, decidedAt, decisions, changes, ...rest } =
        approval;
      return {
        kind: 'approval',
        approval: {
          ...rest,
          createdAt: new Date(createdAt),
          expiresAt: expiresAt ? new Date(expiresAt) : undefined,
          decidedAt: decidedAt ? new Date(decidedAt) : undefined,
          decisions: decisions.map(item => ({
            ...item,
            at: new Date(item.at),
          })),
        },
      };
    }
    default:
      return undefined;
  }
}
