import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Approval, Run } from '@mission-control/plugin-missions-common';
import { personName } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { NO_CLUSTER } from '../../shell/noCluster';
import { approvedTargets, missingApprovals } from './approvalWords';
import { useWritesText } from './useWritesText';

/** An approval in words: what waits, what approving does and where, who may. */
export function useApprovalText(
  approval: Approval,
  run: Pick<Run, 'targetsDetail' | 'initiator'>,
) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const writesText = useWritesText();
  const { kind, policy, targetId = '' } = approval;
  const cluster = targetId === NO_CLUSTER ? '' : targetId;
  const targets = approvedTargets(approval, run);
  const titleOf = (): string => {
    switch (kind) {
      case 'plan':
        return t('run.approvalPlan');
      case 'drift':
        return t('run.approvalDrift', { cluster });
      case 'supplementary':
        return t('run.approvalSupplementary', { cluster });
      default:
        return cluster
          ? t('run.approvalGateOn', { cluster })
          : t('run.approvalGate');
    }
  };
  const effectOf = (verb: 'approve' | 'reject'): string => {
    if (kind === 'gate') {
      return cluster
        ? t(`run.${verb}GateOn`, { cluster })
        : t(`run.${verb}Gate`);
    }
    if (targetId) {
      return t(`run.${verb}Drift`, { cluster });
    }
    const [only, ...others] = targets;
    return t(`run.${verb}Plan`, {
      what: writesText(targets.map(({ changes }) => changes)),
      where:
        only && others.length === 0 && only.id !== NO_CLUSTER
          ? only.id
          : t('run.onClusters', { count: targets.length }),
    });
  };
  const meaningOf = (): { approve: string; reject: string } => {
    const approve = t('run.approveText', { hash: approval.hash.slice(0, 12) });
    switch (kind) {
      case 'plan':
        return { approve, reject: t('run.rejectText') };
      case 'gate':
        return {
          approve: t('run.approveGateText'),
          reject: t('run.rejectGateText'),
        };
      default:
        return { approve, reject: t('run.rejectDriftText') };
    }
  };
  const missing = missingApprovals(approval);
  const who = [
    missing === policy.count
      ? t('run.approvalNeeds', { count: missing })
      : t('run.approvalNeedsMore', {
          missing: String(missing),
          number: String(policy.count),
        }),
    policy.from.length > 0
      ? t('run.approvalFrom', { from: policy.from.map(personName).join(', ') })
      : t('run.approvalAnyone'),
    policy.notStarter &&
      t('run.approvalNotStarter', { starter: personName(run.initiator) }),
  ].filter(Boolean);
  return {
    title: titleOf(),
    effect: effectOf('approve'),
    rejection: effectOf('reject'),
    meaning: meaningOf(),
    who: who.join(', '),
  };
}
