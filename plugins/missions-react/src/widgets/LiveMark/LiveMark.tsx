import { useState, type ReactNode } from 'react';
import type { Liveness } from '../../hooks';
import { useNow } from '../../hooks';
import { askNow } from '../../hooks/askNow';
import { useText, useTimeWords } from '../../text';
import { exactTime } from '../RelativeTime';
import { VisuallyHidden } from '../VisuallyHidden';
import styles from './LiveMark.module.css';

/** Props of {@link LiveMark}. @public */
export interface LiveMarkProps {
  liveness: Liveness;
  /** When the backend last answered. */
  asOf?: Date;
  /** What is shown instead of the mark while it is live. */
  children?: ReactNode;
}

/**
 * Whether what is shown is live, and how old it is; a lost connection can be tried at once.
 *
 * @remarks
 * A screen reader is told when the connection is lost or back, and not that a
 * second passed: the sentence with the age is outside of the live region, and
 * the region is empty until something changes.
 *
 * @public
 */
export const LiveMark = ({ liveness, asOf, children }: LiveMarkProps) => {
  const now = useNow(liveness === 'live' ? 10_000 : 1_000);
  const t = useText();
  const { age } = useTimeWords();
  const [first] = useState(liveness);
  const [changed, setChanged] = useState(false);
  if (!changed && liveness !== first) {
    setChanged(true);
  }
  const words = () => {
    const old = asOf && { age: age(Math.max(0, +now - +asOf)) };
    switch (liveness) {
      case 'paused':
        return old ? t('live.pausedSince', old) : t('live.paused');
      case 'stale':
        return old ? t('live.staleSince', old) : t('live.stale');
      default:
        return t(`live.${liveness}`);
    }
  };
  return (
    <>
      <VisuallyHidden role="status">
        {changed && t(`live.${liveness}`)}
      </VisuallyHidden>
      {liveness === 'live' && children ? (
        children
      ) : (
        <span
          className={styles.mark}
          data-mc-tone={liveness === 'stale' ? 'warn' : 'idle'}
          data-liveness={liveness}
          title={asOf && exactTime(asOf)}
        >
          <i className={styles.dot} aria-hidden="true" />
          {words()}
        </span>
      )}
      {liveness === 'stale' && (
        <button
          type="button"
          className={styles.tryNow}
          onClick={() => askNow()}
        >
          {t('live.tryNow')}
        </button>
      )}
    </>
  );
};
