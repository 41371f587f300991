import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Approval, Run } from '@mission-control/plugin-missions-common';
import { personName } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { NO_CLUSTER } from './noCluster';
import {
  approvalTitleKey,
  approvedWrites,
  missingApprovals,
} from './approvalWords';

/** An approval in words: what waits, what approving does, who may. */
export function useApprovalText(
  approval: Approval,
  run: Pick<Run, 'summary' | 'targets' | 'initiator'>,
) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { policy, targetId = '' } = approval;
  const titleKey = approvalTitleKey(approval);
  const title =
    titleKey === 'run.approvalDrift' || titleKey === 'run.approvalSupplementary'
      ? t(titleKey, { cluster: targetId })
      : t(titleKey);
  const effectOf = (verb: 'approve' | 'reject'): string => {
    if (approval.kind === 'gate') {
      return t(`run.${verb}Gate`);
    }
    if (approval.targetId) {
      return t(`run.${verb}Drift`, { cluster: approval.targetId });
    }
    const { key, count } = approvedWrites(run.summary);
    const [only, ...others] = run.targets;
    return t(`run.${verb}Plan`, {
      what: key === 'run.emptyPlan' ? t(key) : t(key, { count }),
      where:
        only && others.length === 0 && only.id !== NO_CLUSTER
          ? only.id
          : t('run.onClusters', { count: run.targets.length }),
    });
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
    title,
    effect: effectOf('approve'),
    rejection: effectOf('reject'),
    who: who.join(', '),
  };
}
