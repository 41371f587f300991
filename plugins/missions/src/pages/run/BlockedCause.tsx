import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunTarget } from '@mission-control/plugin-missions-common';
import { RelativeTime } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { Cause } from './Cause';
import type { Obstacle } from './obstaclesOf';
import type { RunPageData } from './useRunPage';
import { useSequenceName } from './useSequenceName';
import styles from './Run.module.css';

/** Obstacles that are open at once; the others are folded below them. */
const OPEN = 5;

export interface BlockedCauseProps {
  page: RunPageData;
  target: RunTarget;
  obstacles: readonly Obstacle[];
}

/** Why a cluster does not go on, what to do about it, and whether anything was changed on it. */
export function BlockedCause(props: BlockedCauseProps) {
  const { page, target, obstacles } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const sequence = useSequenceName(page.run);
  const more = obstacles.slice(OPEN);
  return (
    <>
      {causes(obstacles.slice(0, OPEN))}
      {more.length > 0 && (
        <details>
          <summary className={styles.blocked}>
            {t('run.blockedMore', { count: more.length })}
          </summary>
          {causes(more)}
        </details>
      )}
      {target.looksAgain && (
        <p className={styles.blocked}>
          {t('run.blockedLooks')}{' '}
          <RelativeTime due date={target.looksAgain.at} />.{' '}
          {t('run.blockedUntil', { cluster: target.id })}{' '}
          <RelativeTime due date={target.looksAgain.until} />.
        </p>
      )}
      {isUntouched() && (
        <p className={styles.blocked}>
          {sequence
            ? t('sequence.nothingStarted')
            : t('run.blockedUntouched', { cluster: target.id })}
        </p>
      )}
    </>
  );

  function causes(shown: readonly Obstacle[]) {
    return shown.map(obstacle => (
      <Cause
        key={`${obstacle.label} ${obstacle.message}`}
        {...obstacle}
        where={sequence?.sequence ?? target.id}
      />
    ));
  }

  /** A sequence writes on clusters by its missions alone. */
  function isUntouched(): boolean {
    const { journal, run } = page;
    return (
      journal.kind === 'ready' &&
      journal.data.every(({ targetId }) => targetId !== target.id) &&
      !run.children?.length
    );
  }
}
