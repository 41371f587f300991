import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { visibleText } from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import styles from './Launch.module.css';

/**
 * That secrets are in no link. Below the fields: it comes with the first
 * character, and moves none of them.
 */
export function SecretNote({ titles }: { titles: readonly string[] }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return titles.length > 0 ? (
    <p className={styles.muted} role="status">
      {t('launch.secretParameters', {
        count: titles.length,
        names: titles.map(visibleText).join(', '),
      })}
    </p>
  ) : null;
}
