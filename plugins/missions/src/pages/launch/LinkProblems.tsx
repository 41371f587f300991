import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { visibleText } from '@mission-control/plugin-missions-common';
import { Banner } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import type { LaunchForm } from './useLaunchPage';
import styles from './Launch.module.css';

export interface LinkProblemsProps {
  form: Pick<LaunchForm, 'foreign' | 'isCut'>;
}

/** What of a link's parameters is not in the form: all of them, or those that the mission does not have. */
export function LinkProblems({ form: { foreign, isCut } }: LinkProblemsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (!isCut && foreign.length === 0) {
    return null;
  }
  const title = isCut
    ? t('launch.cutParameters')
    : t('launch.foreignParameters', {
        names: foreign.map(visibleText).join(', '),
      });
  return (
    <div className={styles.linkProblems}>
      <Banner tone="warn" title={title} />
    </div>
  );
}
