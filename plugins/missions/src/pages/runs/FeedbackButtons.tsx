import { ToggleButton } from '@backstage/ui';
import {
  RiThumbDownFill,
  RiThumbDownLine,
  RiThumbUpFill,
  RiThumbUpLine,
} from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import type { ActionState } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Runs.module.css';

export interface FeedbackButtonsProps {
  run: RunSummary;
  feedback: ActionState<[runId: string, value: 'up' | 'down' | 'none']>;
}

/** Thumbs up or down; pressing again takes it back. */
export function FeedbackButtons({ run, feedback }: FeedbackButtonsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const up = run.feedback === 'up';
  const down = run.feedback === 'down';
  return (
    <span className={styles.thumbs}>
      <ToggleButton
        className="mc-toggle"
        size="small"
        aria-label={`${t('runs.thumbsUp')}: ${run.title}`}
        isSelected={up}
        isDisabled={feedback.pending}
        iconStart={up ? <RiThumbUpFill /> : <RiThumbUpLine />}
        onChange={on => feedback.run(run.id, on ? 'up' : 'none')}
      />
      <ToggleButton
        className="mc-toggle"
        size="small"
        aria-label={`${t('runs.thumbsDown')}: ${run.title}`}
        isSelected={down}
        isDisabled={feedback.pending}
        iconStart={down ? <RiThumbDownFill /> : <RiThumbDownLine />}
        onChange={on => feedback.run(run.id, on ? 'down' : 'none')}
      />
    </span>
  );
}
