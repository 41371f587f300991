import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { VerificationRecord } from '@mission-control/plugin-missions-common';
import { Panel } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Mission.module.css';

export interface VerificationPanelProps {
  /** The newest first. */
  records: readonly VerificationRecord[];
}

/** Who saw the mission work, with what, when, and where to read of it. */
export function VerificationPanel({ records }: VerificationPanelProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <Panel padded title={t('mission.records')}>
      {records.length === 0 ? (
        <Text color="secondary">{t('mission.recordsNone')}</Text>
      ) : (
        <ul className={styles.runs}>
          {records.map(({ by, role, version, date, reference }) => (
            <li key={`${by} ${date} ${version} ${reference}`}>
              <span>
                {`${by}, ${role}`}
                {reference && (
                  <span className={styles.reference}>
                    <Reference text={reference} />
                  </span>
                )}
              </span>
              <span className={styles.muted}>{version}</span>
              <span className={styles.muted}>{date}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** A mission file is not ours: only an address of the web becomes a link. */
function Reference({ text }: { text: string }) {
  return /^https?:\/\//.test(text) ? (
    <a href={text} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  ) : (
    <>{text}</>
  );
}
