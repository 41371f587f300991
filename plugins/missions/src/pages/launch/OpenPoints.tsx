import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { OpenPoint } from '@mission-control/plugin-missions-common';
import { Banner } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Launch.module.css';

/** What a draft still leaves open, each with its place in the file. */
export function OpenPoints({ points }: { points: readonly OpenPoint[] }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <div className={styles.draft}>
      <Banner tone="warn" title={t('launch.draftTitle')}>
        {points.length > 0 ? t('launch.draftText') : t('launch.draftOnly')}
        {points.length > 0 && (
          <ul className={styles.points}>
            {points.map(({ path, message, remedy }) => (
              <li key={`${path} ${message}`}>
                <code>{path}</code> {message}
                {remedy && <div className={styles.muted}>{remedy}</div>}
              </li>
            ))}
          </ul>
        )}
      </Banner>
    </div>
  );
}
