import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { visibleText } from '@mission-control/plugin-missions-common';
import { Banner } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../translation';
import styles from './DemoNote.module.css';

export interface DemoNoteProps {
  /** What there is to try, as the mission says it. */
  text?: string;
}

/** What a mission says about itself in the demo; nothing without a text. */
export function DemoNote({ text }: DemoNoteProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return text ? (
    <div className={styles.note}>
      <Banner tone="idle" role="note" title={t('shell.inTheDemo')}>
        {visibleText(text)}
      </Banner>
    </div>
  ) : null;
}
