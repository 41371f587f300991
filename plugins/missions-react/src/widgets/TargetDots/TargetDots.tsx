import type { RunSummary } from '@mission-control/plugin-missions-common';
import { runStateMeta } from '../../state';
import { useStateWords } from '../../text';
import styles from './TargetDots.module.css';

/** Dots beyond this many are counted in words. */
const MAX_DOTS = 12;

/** Props of {@link TargetDots}. @public */
export interface TargetDotsProps {
  targets: RunSummary['targets'];
}

/** The clusters of a run at a glance, for a table's cell. @public */
export const TargetDots = ({ targets }: TargetDotsProps) => {
  const words = useStateWords();
  const label = targets
    .map(target => `${target.id}: ${words.run(target.state)}`)
    .join(', ');
  const hidden = targets.length - MAX_DOTS;
  return (
    <span className={styles.dots} role="img" aria-label={label} title={label}>
      {targets.slice(0, MAX_DOTS).map(target => (
        <i
          key={target.id}
          className={styles.dot}
          data-mc-tone={runStateMeta[target.state].tone}
        />
      ))}
      {hidden > 0 && <span className={styles.more}>+{hidden}</span>}
    </span>
  );
};
