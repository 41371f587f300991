import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  type Run,
  type RunEvent,
  personName,
} from '@mission-control/plugin-missions-common';
import {
  exactTime,
  formatClock,
  Panel,
  StatusIcon,
  useStateWords,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { plansAwaited } from '../../shell/plansAwaited';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import {
  eventTone,
  eventWords,
  isHistory,
  pastTone,
  withoutRetold,
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
  const runWords = useRunWords();
  // What was taken back later is told by the undo, not by what was before.
  const then = {
    ...run,
    undoneBy: undefined,
    undoRuns: undefined,
    keptCount: run.undoneBy === undefined ? run.keptCount : run.kept?.length,
  };
  const stepName = (id: string) =>
    run.targetsDetail.flatMap(({ steps }) => steps).find(step => step.id === id)
      ?.name ?? id;
  const vocabulary: EventVocabulary = {
    ...words,
    known: key => t(key),
    because: (decided, reason) => t('run.decidedBecause', { decided, reason }),
    stepName,
  };
  const ended = isTerminal(run.state);
  const [all, setAll] = useState(false);
  const told = withoutRetold(events.filter(isHistory), stepName);
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
        <p className={styles.note}>
          {run.historyRemovedAt
            ? t('run.historyRemoved', { date: exactTime(run.historyRemovedAt) })
            : t('run.noHistory')}
        </p>
      ) : (
        <ol
          className={styles.events}
          aria-label={t('run.history')}
          // A scrolled list must be reachable by keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          {shown.map((event, index) => (
            <li key={event.seq}>
              <time
                dateTime={event.at.toISOString()}
                title={exactTime(event.at)}
              >
                {formatClock(event.at)}
              </time>
              <StatusIcon
                tone={pastTone(toneOf(event), index > 0 || ended)}
                still
              />
              <span title={event.message}>
                {eventWords(event, wordsFor(event))}
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

  /** How a cluster stood, at its end or before its approval: an undo may have left something, a look found something. */
  function endOf({ type, targetId }: RunEvent) {
    // Nobody is asked for approval before the others have their plans.
    const waiting = run.targetsDetail.find(({ id }) => id === targetId);
    if (
      type === 'target.awaiting_approval' &&
      waiting &&
      plansAwaited(run, waiting).length > 0
    ) {
      return runWords.on(run, waiting);
    }
    return type === 'target.succeeded' && targetId
      ? runWords.on(then, { id: targetId, state: 'succeeded' })
      : undefined;
  }

  function toneOf(event: RunEvent): Tone {
    return event.type === 'run.finished' && ended
      ? runWords.tone(then)
      : endOf(event)?.tone ?? eventTone(event);
  }

  function wordsFor(event: RunEvent): EventVocabulary {
    const end = endOf(event);
    return end ? { ...vocabulary, run: () => end.word } : vocabulary;
  }
}
