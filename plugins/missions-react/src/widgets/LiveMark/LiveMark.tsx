import type { Liveness } from '../../hooks';
import { formatAge } from '../RelativeTime';
import { useNow } from '../../hooks';
import styles from './LiveMark.module.css';

/** Props of {@link LiveMark}. @public */
export interface LiveMarkProps {
  liveness: Liveness;
  /** When the backend last answered. */
  asOf?: Date;
}

/** Whether what is shown is live, and how old it is. @public */
export const LiveMark = ({ liveness, asOf }: LiveMarkProps) => {
  const now = useNow(liveness === 'live' ? 10_000 : 1_000);
  const age = asOf ? Math.max(0, now.getTime() - asOf.getTime()) : 0;
  const old = asOf ? ` of ${formatAge(age)} ago` : '';
  const words = {
    live: 'live',
    paused: `paused${old}`,
    stale: `connection lost, state${old}`,
    ended: 'ended',
  }[liveness];
  return (
    <span
      className={styles.mark}
      data-mc-tone={liveness === 'stale' ? 'warn' : 'idle'}
      data-liveness={liveness}
      role="status"
      title={asOf?.toLocaleString()}
    >
      <i className={styles.dot} aria-hidden="true" />
      {words}
    </span>
  );
};
