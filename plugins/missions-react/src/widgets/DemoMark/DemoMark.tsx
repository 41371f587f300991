import { useText } from '../../text';
import styles from './DemoMark.module.css';

/** Props of {@link DemoMark}. @public */
export interface DemoMarkProps {
  /** In a row of a page that already says it: one short word. */
  compact?: boolean;
  /** Only these are simulated, others are real; empty where it is not known which. */
  only?: readonly string[];
}

/** Names in the tooltip. */
const MOST_NAMES = 10;

/** Says that the clusters are simulated, or that some are. @public */
export const DemoMark = ({ compact, only }: DemoMarkProps) => {
  const t = useText();
  const text = only ? t('demo.some') : t('demo.mark');
  return (
    <span
      className={styles.mark}
      data-compact={compact || undefined}
      title={only ? whichOf(only, t) : t('demo.meaning')}
    >
      {compact ? t('demo.short') : text}
    </span>
  );
};

function whichOf(names: readonly string[], t: ReturnType<typeof useText>) {
  if (names.length === 0) {
    return t('demo.whichUnknown');
  }
  const clusters = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length - MOST_NAMES;
  return more > 0
    ? t('demo.whichMore', { clusters, more: String(more) })
    : t('demo.which', { clusters });
}
