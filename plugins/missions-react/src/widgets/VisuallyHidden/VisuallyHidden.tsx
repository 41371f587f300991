import type { ReactNode } from 'react';
import styles from './VisuallyHidden.module.css';

/** Props of {@link VisuallyHidden}. @public */
export interface VisuallyHiddenProps {
  children: ReactNode;
  /** `status` where a change of the text is to be said. */
  role?: 'status';
}

/**
 * Words for screen readers only. A `span`, unlike the component of the same
 * name in @backstage/ui: it stands within sentences, names and cells.
 *
 * @public
 */
export const VisuallyHidden = ({ children, role }: VisuallyHiddenProps) => (
  <span className={styles.hidden} role={role}>
    {children}
  </span>
);
