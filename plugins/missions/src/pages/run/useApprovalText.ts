import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  personName,
  type Approval,
  type Run,
} from '@mission-control/plugin-missions-common';
import { useWritesText } from '../../shell/useWritesText';
import { missionsTranslationRef } from '../../translation';
import { approvedTargets, missingApprovals } from './approvalWords';
import { useSequenceName } from './useSequenceName';

/** An approval in words: what waits, what approving does and where, who may. */
export function useApprovalText(
  approval: Approval,
  run: Pick<Run, 'targets' | 'targetsDetail' | 'initiator' | 'undoOf'>,
) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const writesText = useWritesText();
  const sequence = useSequenceName(run);
  const { kind, policy, targetId } = approval;
  const cluster = sequence ? undefined : targetId;
  const targets = approvedTargets(approval, run);
  const titleOf = (): string => {
    switch (kind) {
      case 'plan':
        return t('run.approvalPlan');
      case 'drift':
        return sequence
          ? t('sequence.approvalDrift', sequence)
          : t('run.approvalDrift', { cluster: cluster ?? '' });
      case 'supplementary':
        return sequence
          ? t('sequence.approvalSupplementary', sequence)
          : t('run.approvalSupplementary', { cluster: cluster ?? '' });
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
    if (sequence) {
      return t(targetId ? `sequence.${verb}New` : `sequence.${verb}`, sequence);
    }
    if (cluster) {
      return t(`run.${verb}Drift`, { cluster });
    }
    const [only, ...others] = targets;
    return t(`run.${verb}Plan`, {
      what: writesText(targets.map(({ changes }) => changes)),
      where:
        only && others.length === 0
          ? only.id
          : t('run.onClusters', { count: targets.length }),
    });
  };
  const meaningOf = (): { approve: string; reject: string } => {
    const hash = approval.hash.slice(0, 12);
    const undo = run.undoOf === undefined ? '' : 'Undo';
    const approve = sequence
      ? t(`sequence.approve${undo}Text`, { hash })
      : t('run.approveText', { hash });
    switch (kind) {
      case 'plan':
        return {
          approve,
          reject: sequence
            ? t(`sequence.reject${undo}Text`)
            : t('run.rejectText'),
        };
      case 'gate':
        return {
          approve: t('run.approveGateText'),
          reject: sequence
            ? t('sequence.rejectGateText', sequence)
            : t('run.rejectGateText'),
        };
      default:
        return {
          approve,
          reject: t(
            sequence ? 'sequence.rejectNewText' : 'run.rejectDriftText',
          ),
        };
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
