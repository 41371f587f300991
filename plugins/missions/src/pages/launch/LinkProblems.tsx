import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { visibleText } from '@mission-control/plugin-missions-common';
import { Banner } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import type { LaunchForm } from './useLaunchPage';
import styles from './Launch.module.css';

export interface LinkProblemsProps {
  form: Pick<LaunchForm, 'foreign' | 'isCut' | 'tooLong'>;
}

/** In what the form and its link differ. */
export function LinkProblems({ form }: LinkProblemsProps) {
  const { foreign, isCut, tooLong } = form;
  const { t } = useTranslationRef(missionsTranslationRef);
  const namesOf = (list: string[]) => list.map(visibleText).join(', ');
  const titles = [
    isCut && t('launch.cutParameters'),
    !isCut &&
      foreign.length > 0 &&
      t('launch.foreignParameters', { names: namesOf(foreign) }),
    tooLong.length > 0 &&
      t('launch.tooLongParameters', {
        count: tooLong.length,
        names: namesOf(tooLong),
      }),
  ].filter(title => title !== false);
  return titles.map(title => (
    <div key={title} className={styles.linkProblems}>
      <Banner tone="warn" title={title} />
    </div>
  ));
}
