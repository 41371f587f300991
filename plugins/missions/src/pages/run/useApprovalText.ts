import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Approval, Run } from '@mission-control/plugin-missions-common';
import { personName } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import {
  approvalTitleKey,
  approveAction,
  missingApprovals,
} from './approvalWords';

/** An approval in words: what waits, what approving does, who may. */
export function useApprovalText(
  approval: Approval,
  run: Pick<Run, 'summary' | 'targets' | 'initiator'>,
) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { policy, targetId = '' } = approval;
  const action = approveAction(approval, run);
  const titleKey = approvalTitleKey(approval);
  const title =
    titleKey === 'run.approvalDrift' || titleKey === 'run.approvalSupplementary'
      ? t(titleKey, { cluster: targetId })
      : t(titleKey);
  const effect = () => {
    switch (action.key) {
      case 'run.approveGate':
        return t(action.key);
      case 'run.approveDrift':
        return t(action.key, action.values);
      case 'run.approveChanges':
        return t(action.key, action.values);
      default:
        return t(action.key, action.values);
    }
  };
  const who = [
    t('run.approvalNeeds', {
      missing: String(missingApprovals(approval)),
      number: String(policy.count),
    }),
    policy.from.length > 0
      ? t('run.approvalFrom', { from: policy.from.map(personName).join(', ') })
      : t('run.approvalAnyone'),
    policy.notStarter &&
      t('run.approvalNotStarter', { starter: personName(run.initiator) }),
  ].filter(Boolean);
  return { title, effect: effect(), who: who.join(', ') };
}
