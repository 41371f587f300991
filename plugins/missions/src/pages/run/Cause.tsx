import type { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  CopyButton,
  StatusMark,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { headlineOf } from './headlineOf';
import styles from './Run.module.css';

export interface CauseProps {
  tone: Tone;
  /** Code of the error, or what was asked. */
  label?: string;
  message: string;
  remedy?: string;
  /** Where it happened, for whoever gets the copied text. */
  where: string;
  children?: ReactNode;
}

/** Why a cluster stopped: what happened, what to do, and all of it to be copied. */
export function Cause(props: CauseProps) {
  const { tone, message, remedy, where, children } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const label = props.label ?? t('run.causeTitle');
  const headline = headlineOf(message);
  return (
    <div
      className={styles.cause}
      data-mc-tone={tone}
      role="group"
      aria-label={t('run.causeTitle')}
    >
      <div className={styles.causeHead}>
        <StatusMark tone={tone}>{label}</StatusMark>
        <CopyButton
          label={t('run.causeCopy')}
          text={[label, message, remedy, where, window.location.href]
            .filter(Boolean)
            .join('\n')}
        />
      </div>
      <h3>{headline}</h3>
      {headline !== message && (
        <details className={styles.whole}>
          <summary>{t('run.causeWhole')}</summary>
          <p>{message}</p>
        </details>
      )}
      {remedy && <p>{remedy}</p>}
      {children}
    </div>
  );
}
