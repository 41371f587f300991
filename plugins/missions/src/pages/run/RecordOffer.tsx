import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { CopyButton } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './RecordOffer.module.css';

export interface RecordOfferProps {
  /** YAML of one verification record. */
  record: string;
}

/** Offers to make a run that proved its mission a record of that. */
export function RecordOffer({ record }: RecordOfferProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <div className={styles.record}>
      <CopyButton label={t('run.copyRecord')} text={record} />
      <span>{t('run.copyRecordHint')}</span>
    </div>
  );
}
