import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { StepError } from '@mission-control/plugin-missions-common';
import { RelativeTime } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { culpritEvents, culpritLines } from './culpritFacts';
import styles from './Run.module.css';

/** Events of the failing object, and the last lines that it wrote. */
export function CulpritDetails({ error }: { error: StepError }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const events = culpritEvents(error);
  const lines = culpritLines(error);
  return (
    <>
      {events.length > 0 && (
        <section className={styles.culprit} aria-label={t('run.events')}>
          <h4>{t('run.events')}</h4>
          <ul>
            {events.map(({ reason, message, count, at }) => (
              <li key={`${reason} ${message} ${at?.getTime()}`}>
                <b>{reason}</b> {message}
                <span className={styles.muted}>
                  {count !== undefined &&
                    count > 1 &&
                    ` · ${t('run.eventTimes', { count })}`}
                  {at && (
                    <>
                      {' · '}
                      <RelativeTime date={at} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {lines && (
        <section className={styles.culprit} aria-label={t('run.previousLog')}>
          <h4>{t('run.previousLog')}</h4>
          {/* A scrolled region must be reachable by keyboard. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre tabIndex={0}>{lines}</pre>
        </section>
      )}
    </>
  );
}
