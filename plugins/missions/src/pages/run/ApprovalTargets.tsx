import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Approval, Run } from '@mission-control/plugin-missions-common';
import {
  ClusterChip,
  isSequenceTarget,
} from '@mission-control/plugin-missions-react';
import { useWritesText } from '../../shell/useWritesText';
import { missionsTranslationRef } from '../../translation';
import { approvedTargets } from './approvalWords';
import styles from './ApprovalTargets.module.css';

export interface ApprovalTargetsProps {
  approval: Approval;
  run: Pick<Run, 'targetsDetail'>;
}

/** Where a decision takes effect: each cluster, whether it is production, and how much of a plan is for it. */
export function ApprovalTargets({ approval, run }: ApprovalTargetsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const writesText = useWritesText();
  const targets = approvedTargets(approval, run).filter(
    ({ id }) => !isSequenceTarget(id),
  );
  if (targets.length === 0) {
    return null;
  }
  return (
    <ul className={styles.targets} aria-label={t('run.clusters')}>
      {targets.map(({ id, cluster, changes }) => (
        <li key={id}>
          <ClusterChip cluster={cluster} />
          {[
            cluster.production &&
              cluster.environment !== 'production' &&
              t('run.production'),
            // Of one cluster alone the plan on the page is counted.
            approval.kind === 'plan' && writesText([changes]),
          ]
            .filter(Boolean)
            .map(fact => (
              <span key={String(fact)}>{fact}</span>
            ))}
        </li>
      ))}
    </ul>
  );
}
