import type { RunSummary } from '@mission-control/plugin-missions-common';
import { runStateMeta, type Tone } from '../../state';
import { useStateWords } from '../../text';
import styles from './TargetDots.module.css';

/** Dots beyond this many are counted in words. */
const MAX_DOTS = 12;

/** Props of {@link TargetDots}. @public */
export interface TargetDotsProps {
  targets: RunSummary['targets'];
  /** How a cluster stands. @default by its state alone */
  markOf?: (target: RunSummary['targets'][number]) => {
    tone: Tone;
    word: string;
  };
}

/** The clusters of a run at a glance, for a table's cell. @public */
export const TargetDots = ({ targets, markOf }: TargetDotsProps) => {
  const words = useStateWords();
  const marks = targets.map(target => ({
    id: target.id,
    ...(markOf?.(target) ?? {
      tone: runStateMeta[target.state].tone,
      word: words.run(target.state),
    }),
  }));
  const label = marks.map(({ id, word }) => `${id}: ${word}`).join(', ');
  const hidden = targets.length - MAX_DOTS;
  return (
    <span className={styles.dots} role="img" aria-label={label} title={label}>
      {marks.slice(0, MAX_DOTS).map(({ id, tone }) => (
        <i key={id} className={styles.dot} data-mc-tone={tone} />
      ))}
      {hidden > 0 && <span className={styles.more}>+{hidden}</span>}
    </span>
  );
};
