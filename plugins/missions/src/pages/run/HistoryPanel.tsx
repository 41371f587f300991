import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Run, RunEvent } from '@mission-control/plugin-missions-common';
import {
  formatClock,
  Panel,
  personName,
  StatusIcon,
  useStateWords,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import {
  eventTone,
  eventWords,
  isHistory,
  type EventVocabulary,
} from './eventWords';
import styles from './Run.module.css';

/** Events that are shown before somebody asks for all. */
const LATEST = 8;

export interface HistoryPanelProps {
  run: Run;
  events: readonly RunEvent[];
}

/** What happened, newest first. */
export function HistoryPanel({ run, events }: HistoryPanelProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  const vocabulary: EventVocabulary = {
    ...words,
    known: key => t(key),
    stepName: id =>
      run.targetsDetail
        .flatMap(({ steps }) => steps)
        .find(step => step.id === id)?.name ?? id,
  };
  const [all, setAll] = useState(false);
  const told = events.filter(isHistory);
  const newest = [...told].reverse();
  const shown = all ? newest : newest.slice(0, LATEST);
  return (
    <Panel
      title={t('run.history')}
      actions={
        told.length > LATEST && (
          <Button size="small" variant="tertiary" onPress={() => setAll(!all)}>
            {all
              ? t('run.historyLess')
              : t('run.historyAll', { number: String(told.length) })}
          </Button>
        )
      }
    >
      {told.length === 0 ? (
        <p className={styles.note}>{t('run.noHistory')}</p>
      ) : (
        <ol className={styles.events}>
          {shown.map(event => (
            <li key={event.seq}>
              <time
                dateTime={event.at.toISOString()}
                title={event.at.toLocaleString()}
              >
                {formatClock(event.at)}
              </time>
              <StatusIcon tone={eventTone(event)} still />
              <span>
                {eventWords(event, vocabulary)}
                {event.by && (
                  <span className={styles.muted}>
                    {' '}
                    · {personName(event.by)}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
