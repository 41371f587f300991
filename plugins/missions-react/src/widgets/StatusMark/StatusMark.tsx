import type { ReactNode } from 'react';
import type { Tone } from '../../state';
import { VisuallyHidden } from '../VisuallyHidden';
import { StatusIcon } from './StatusIcon';
import styles from './StatusMark.module.css';

/** Props of {@link StatusMark}. @public */
export interface StatusMarkProps {
  tone: Tone;
  /** The word; a tone is never shown by colour alone. */
  children: ReactNode;
  /** Filled, for beside a page's title. */
  pill?: boolean;
  /** The word is for screen readers and on hover only. */
  iconOnly?: boolean;
  /** No motion even while running. */
  still?: boolean;
}

/** Icon, word and colour of a state. @public */
export const StatusMark = (props: StatusMarkProps) => {
  const { tone, children, pill, iconOnly, still } = props;
  const title = iconOnly && typeof children === 'string' ? children : undefined;
  return (
    <span
      className={pill ? `${styles.mark} ${styles.pill}` : styles.mark}
      data-mc-tone={tone}
      title={title}
    >
      <StatusIcon tone={tone} still={still} />
      {iconOnly ? (
        <VisuallyHidden>{children}</VisuallyHidden>
      ) : (
        <span className={styles.word}>{children}</span>
      )}
    </span>
  );
};
