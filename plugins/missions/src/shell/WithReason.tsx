import type { ReactNode } from 'react';
import styles from './WithReason.module.css';

export interface WithReasonProps {
  /** Why what stands here cannot be pressed. */
  reason?: string | false;
  children: ReactNode;
}

/** A button, and beside it why it cannot be pressed. */
export function WithReason({ reason, children }: WithReasonProps) {
  if (!reason) {
    return <>{children}</>;
  }
  return (
    <span className={styles.group} role="group" aria-label={reason}>
      {children}
      <span className={styles.reason}>{reason}</span>
    </span>
  );
}
