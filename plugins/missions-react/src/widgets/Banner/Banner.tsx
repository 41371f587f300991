import type { ReactNode } from 'react';
import { Tone } from '../../state';
import { StatusIcon } from '../StatusMark';
import '../../tokens.css';
import styles from './Banner.module.css';

/** Props of {@link Banner}. @public */
export interface BannerProps {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  /** Buttons at the end. */
  actions?: ReactNode;
  /** Announced when it appears. @default status */
  role?: 'alert' | 'status' | 'note';
}

/** A sentence that the page wants read first. @public */
export const Banner = (props: BannerProps) => {
  const { tone, title, children, actions, role = 'status' } = props;
  return (
    <div className={styles.banner} data-mc-tone={tone} role={role}>
      <StatusIcon tone={tone} size={20} still />
      <div className={styles.text}>
        <div className={styles.title}>{title}</div>
        {children && <div className={styles.body}>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
};
