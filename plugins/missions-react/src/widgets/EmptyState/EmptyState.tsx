import type { ReactElement, ReactNode } from 'react';
import '../../tokens.css';
import styles from './EmptyState.module.css';

/** Props of {@link EmptyState}. @public */
export interface EmptyStateProps {
  icon?: ReactElement;
  /** What is not here. */
  title: string;
  /** What would be here, and how it gets here. */
  children?: ReactNode;
  /** The one button to get it. */
  action?: ReactNode;
}

/** Teaches what would be in an empty place. @public */
export const EmptyState = (props: EmptyStateProps) => {
  const { icon, title, children, action } = props;
  return (
    <div className={styles.empty}>
      {icon && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
};
