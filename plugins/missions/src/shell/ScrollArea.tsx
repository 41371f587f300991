import type { ReactNode } from 'react';
import styles from './ScrollArea.module.css';

export interface ScrollAreaProps {
  /** What is in it, for screen readers. */
  label: string;
  className?: string;
  children: ReactNode;
}

/** Content that may be wider than the page: it scrolls by itself, with the keyboard too. */
export function ScrollArea({ label, className, children }: ScrollAreaProps) {
  return (
    <div
      className={className ?? styles.area}
      role="group"
      aria-label={label}
      // Without a place in the tab order nobody could scroll it by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {children}
    </div>
  );
}
