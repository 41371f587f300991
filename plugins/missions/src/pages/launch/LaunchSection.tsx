import type { ReactNode, RefObject } from 'react';
import { Panel } from '@mission-control/plugin-missions-react';
import styles from './Launch.module.css';

export interface LaunchSectionProps {
  number: number;
  done: boolean;
  title: string;
  /** The title, where the focus shall be taken to it. */
  heading?: RefObject<HTMLSpanElement>;
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** One of the numbered sections that fill from top to bottom. */
export function LaunchSection(props: LaunchSectionProps) {
  const { number, done, title, heading, aside, actions, children } = props;
  return (
    <li className={styles.section}>
      <span className={styles.number} data-done={done} aria-hidden="true">
        {number}
      </span>
      <Panel
        padded
        title={
          heading ? (
            <span ref={heading} tabIndex={-1} className={styles.heading}>
              {title}
            </span>
          ) : (
            title
          )
        }
        aside={aside}
        actions={actions}
      >
        {children}
      </Panel>
    </li>
  );
}
