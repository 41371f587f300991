import type { Liveness } from '../../hooks';
import { useNow } from '../../hooks';
import { askNow } from '../../hooks/askNow';
import { useText, useTimeWords } from '../../text';
import { exactTime } from '../RelativeTime';
import styles from './LiveMark.module.css';

/** Props of {@link LiveMark}. @public */
export interface LiveMarkProps {
  liveness: Liveness;
  /** When the backend last answered. */
  asOf?: Date;
}

/** Whether what is shown is live, and how old it is; a lost connection can be tried at once. @public */
export const LiveMark = ({ liveness, asOf }: LiveMarkProps) => {
  const now = useNow(liveness === 'live' ? 10_000 : 1_000);
  const t = useText();
  const { age } = useTimeWords();
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
      <span
        className={styles.mark}
        data-mc-tone={liveness === 'stale' ? 'warn' : 'idle'}
        data-liveness={liveness}
        role="status"
        title={asOf && exactTime(asOf)}
      >
        <i className={styles.dot} aria-hidden="true" />
        {words()}
      </span>
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
