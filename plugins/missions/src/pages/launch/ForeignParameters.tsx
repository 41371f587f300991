import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { visibleText } from '@mission-control/plugin-missions-common';
import { Banner } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Launch.module.css';

/** What a link gives to a mission that has no such parameters; nothing without any. */
export function ForeignParameters({ names }: { names: readonly string[] }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return names.length > 0 ? (
    <div className={styles.foreign}>
      <Banner
        tone="warn"
        title={t('launch.foreignParameters', {
          names: names.map(visibleText).join(', '),
        })}
      />
    </div>
  ) : null;
}
