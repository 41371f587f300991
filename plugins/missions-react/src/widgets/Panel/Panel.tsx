import { useId, type ReactNode } from 'react';
import { Card } from '@backstage/ui';
import '../../tokens.css';
import styles from './Panel.module.css';

/** Props of {@link Panel}. @public */
export interface PanelProps {
  title: ReactNode;
  /** Beside the title, small and muted. */
  aside?: ReactNode;
  /** At the right end of the title's line. */
  actions?: ReactNode;
  /** Room around the content; tables and lists bring their own. */
  padded?: boolean;
  /** A line of the tone at the left edge. */
  accent?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled surface: a region of the page. @public */
export const Panel = (props: PanelProps) => {
  const { title, aside, actions, padded, accent, className, children } = props;
  const id = useId();
  return (
    <Card
      role="region"
      aria-labelledby={id}
      className={[styles.panel, accent && styles.accent, className]
        .filter(Boolean)
        .join(' ')}
    >
      <div className={styles.header}>
        <h2 className={styles.title} id={id}>
          {title}
        </h2>
        {aside && <div className={styles.aside}>{aside}</div>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      <div className={padded ? styles.body : undefined}>{children}</div>
    </Card>
  );
};
