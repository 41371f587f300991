import { useNow } from '../../hooks';
import type { Step } from '@mission-control/plugin-missions-common';
import { stepStateMeta, type Tone } from '../../state';
import {
  useStateWords,
  useText,
  useTimeWords,
  type StateWords,
  type Text,
} from '../../text';
import { StatusIcon } from '../StatusMark';
import { VisuallyHidden } from '../VisuallyHidden';
import styles from './StepList.module.css';

/** Props of {@link StepList}. @public */
export interface StepListProps {
  steps: readonly Step[];
  selectedId?: string;
  onSelect: (stepId: string) => void;
  /** Whose steps: `Steps of edge-1`. */
  label: string;
  /** How a step is drawn when its state does not say it; without a word only its tone. */
  markOf?: (step: Step) => { tone: Tone; word?: string } | undefined;
}

/** The steps of one target in order, each with its state and what is going on. @public */
export const StepList = (props: StepListProps) => {
  const { steps, selectedId, onSelect, label, markOf } = props;
  const t = useText();
  const words = useStateWords();
  const { duration } = useTimeWords();
  const running = steps.some(step => step.startedAt && !step.finishedAt);
  const now = useNow(running ? 1_000 : 60_000);
  return (
    <ol className={styles.list} aria-label={label}>
      {steps.map(step => {
        const mark = markOf?.(step);
        const { tone } = mark ?? stepStateMeta[step.state];
        const detail =
          mark?.word ?? detailOf(t, words, step, step.id === selectedId);
        return (
          <li key={step.id} className={styles.item}>
            <button
              type="button"
              className={styles.step}
              data-mc-tone={tone}
              data-state={step.state}
              aria-current={step.id === selectedId ? 'step' : undefined}
              onClick={() => onSelect(step.id)}
            >
              <StatusIcon tone={tone} />
              <span className={styles.name}>
                {step.name}
                <VisuallyHidden>
                  , {mark?.word ?? words.step(step.state)}
                </VisuallyHidden>
              </span>
              <span className={styles.time}>{timeOf(duration, step, now)}</span>
              {detail && <span className={styles.detail}>{detail}</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
};

function timeOf(
  duration: (milliseconds: number) => string,
  step: Step,
  now: Date,
): string {
  if (!step.startedAt || step.state === 'skipped') {
    return '';
  }
  const end = step.finishedAt ?? now;
  return duration(end.getTime() - step.startedAt.getTime());
}

function detailOf(
  t: Text,
  words: StateWords,
  step: Step,
  selected: boolean,
): string | undefined {
  const attempt =
    step.attempt > 1
      ? t('steps.attempt', { attempt: String(step.attempt) })
      : undefined;
  return (
    [mainDetail(t, words, step, selected), attempt]
      .filter(Boolean)
      .join(', ') || undefined
  );
}

function mainDetail(
  t: Text,
  words: StateWords,
  step: Step,
  selected: boolean,
): string | undefined {
  switch (step.state) {
    case 'failed':
    case 'inconclusive':
      // The page tells the cause of the selected step in full.
      return selected ? words.step(step.state) : step.error?.message;
    case 'skipped':
    case 'overridden':
      return step.skipReason ?? words.step(step.state);
    case 'cancelled':
      return words.step(step.state);
    case 'pending':
      return (
        step.irreversible &&
        t('steps.irreversible', { reason: step.irreversible })
      );
    case 'running':
    case 'waiting':
    case 'retrying':
      return progressOf(t, step) ?? words.step(step.state);
    default:
      return isComplete(step) ? progressOf(t, step) : undefined;
  }
}

/**
 * Progress of before says nothing about a step that is done, unless it came to
 * its end. A phase of the path runs no action: its text is a summary.
 */
function isComplete({ action, progress }: Step): boolean {
  const { done = 0, total } = progress ?? {};
  return total === undefined ? action === '' : done >= total;
}

function progressOf(t: Text, { progress }: Step): string | undefined {
  if (!progress) {
    return undefined;
  }
  const count =
    progress.total !== undefined
      ? t('steps.progress', {
          done: String(progress.done ?? 0),
          total: String(progress.total),
        })
      : undefined;
  return [count, progress.text].filter(Boolean).join(', ') || undefined;
}
