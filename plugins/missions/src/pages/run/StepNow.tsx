import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  movingStepStates,
  type Step,
} from '@mission-control/plugin-missions-common';
import {
  RelativeTime,
  StatusMark,
  useNow,
  useStateWords,
  useTimeWords,
  VisuallyHidden,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Run.module.css';

export interface StepNowProps {
  step: Step;
  /** Says whether it waits for people. */
  tone: Tone;
  /** What is said of a step that stands still, in place of what it does. */
  still?: string;
  /** Makes the next attempt at once; absent: who looks may not. */
  tryNow?: { pending: boolean; run(): void };
}

/**
 * What a step does at this moment, and for how long; nothing once it is done.
 *
 * @remarks
 * A screen reader is told when it does something else, not that a second passed
 * or that one more of many is done: that is outside of the live region.
 */
export function StepNow({ step, tone, still, tryNow }: StepNowProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  const time = useTimeWords();
  const moving = movingStepStates.includes(step.state);
  const now = useNow(moving ? 1_000 : 60_000);
  const meaning = still ?? (step.progress?.text || words.step(step.state));
  const [first] = useState(meaning);
  const [changed, setChanged] = useState(false);
  if (!changed && meaning !== first) {
    setChanged(true);
  }
  if (!moving) {
    return null;
  }
  const retries = step.state === 'retrying';
  const { text, done, total } = step.progress ?? {};
  const count = total === undefined ? undefined : `${done ?? 0}/${total}`;
  const told = [text, count].filter(Boolean).join(', ');
  const what =
    step.state === 'waiting' && told
      ? t('run.nowWaiting', { text: told })
      : told || words.step(step.state);
  const elapsed =
    step.startedAt && time.duration(now.getTime() - step.startedAt.getTime());
  return (
    <div className={styles.now} role="group" aria-label={t('run.now')}>
      <VisuallyHidden role="status">{changed && meaning}</VisuallyHidden>
      <StatusMark tone={tone}>
        {still ??
          (elapsed ? t('run.nowSince', { text: what, time: elapsed }) : what)}
      </StatusMark>
      {step.wakeAt && (
        <span className={styles.muted}>
          {t(retries ? 'run.nowRetries' : 'run.nowWakes')}{' '}
          <RelativeTime due date={step.wakeAt} />
        </span>
      )}
      {retries && step.wakeAt && tryNow && (
        <Button
          variant="secondary"
          size="small"
          isDisabled={tryNow.pending}
          onPress={tryNow.run}
        >
          {t('run.nowTry')}
        </Button>
      )}
      {retries && step.error && (
        <span className={styles.nowError}>
          {t('run.nowAttempt', {
            number: String(step.attempt),
            text: step.error.message,
          })}
        </span>
      )}
      {total !== undefined && total > 0 && (
        <progress
          className={styles.progress}
          max={total}
          value={done ?? 0}
          aria-label={what}
        />
      )}
    </div>
  );
}
