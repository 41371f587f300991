import { useText } from '../../text';
import styles from './DemoMark.module.css';

/** Props of {@link DemoMark}. @public */
export interface DemoMarkProps {
  /** In a row of a page that already says it: one short word. */
  compact?: boolean;
}

/** Says that the clusters are simulated. @public */
export const DemoMark = ({ compact }: DemoMarkProps) => {
  const t = useText();
  return (
    <span
      className={styles.mark}
      data-compact={compact || undefined}
      title={t('demo.meaning')}
    >
      {compact ? t('demo.short') : t('demo.mark')}
    </span>
  );
};
