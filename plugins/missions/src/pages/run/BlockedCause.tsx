import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunTarget } from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import { Cause } from './Cause';
import type { Obstacle } from './obstaclesOf';
import type { RunPageData } from './useRunPage';
import styles from './Run.module.css';

/** Obstacles that are told in full; the plan and the evidence have them all. */
const TOLD = 5;

export interface BlockedCauseProps {
  page: RunPageData;
  target: RunTarget;
  obstacles: readonly Obstacle[];
}

/** Why a cluster does not go on, what to do about it, and whether anything was changed on it. */
export function BlockedCause(props: BlockedCauseProps) {
  const { page, target, obstacles } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const untouched =
    page.journal.kind === 'ready' &&
    page.journal.data.every(({ targetId }) => targetId !== target.id);
  const more = obstacles.length - TOLD;
  return (
    <>
      {obstacles.slice(0, TOLD).map(obstacle => (
        <Cause
          key={`${obstacle.label} ${obstacle.message}`}
          tone="fail"
          {...obstacle}
          where={target.id}
        />
      ))}
      {more > 0 && (
        <p className={styles.blocked}>
          {t('run.blockedMore', { count: more })}
        </p>
      )}
      {untouched && (
        <p className={styles.blocked}>
          {t('run.blockedUntouched', { cluster: target.id })}
        </p>
      )}
    </>
  );
}
