import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ClusterSourceProblem } from '@mission-control/plugin-missions-common';
import { Banner, SoftWrap } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Clusters.module.css';

/** What is wrong with the sources of clusters: where it is, and what to do. */
export function ClusterProblems(props: {
  problems: readonly ClusterSourceProblem[];
}) {
  const { problems } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  if (problems.length === 0) {
    return null;
  }
  return (
    <div className={styles.missing}>
      <Banner
        tone="warn"
        title={t('clusters.problems', { count: problems.length })}
      >
        <ul className={styles.problems}>
          {problems.map(({ source, place, message, remedy }) => (
            <li key={`${source} ${place} ${message}`}>
              {t('clusters.problem', { source, message })} {remedy}
              {place && (
                <>
                  {' '}
                  {t('clusters.problemPlace')}{' '}
                  <code>
                    <SoftWrap text={place} />
                  </code>
                </>
              )}
            </li>
          ))}
        </ul>
      </Banner>
    </div>
  );
}
