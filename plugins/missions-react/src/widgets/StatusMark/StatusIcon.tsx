import type { ReactNode } from 'react';
import type { Tone } from '../../state';
import '../../tokens.css';
import styles from './StatusMark.module.css';

const knockout = 'var(--bui-bg-neutral-1)';
const line = {
  fill: 'none',
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** An empty circle: what is no verdict. */
const ring = (r: number, strokeWidth: number) => (
  <circle
    cx="8"
    cy="8"
    r={r}
    fill="none"
    stroke="currentColor"
    strokeWidth={strokeWidth}
  />
);

/** One silhouette for each tone: they differ without colour. */
const shapes = {
  ok: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        {...line}
        d="m4.8 8.3 2.2 2.2 4.2-4.6"
        stroke={knockout}
        strokeWidth="1.7"
      />
    </>
  ),
  warn: (
    <>
      <path
        fill="currentColor"
        d="M8 1.4c.5 0 .9.3 1.1.7l5.7 10.3c.5.9-.1 1.9-1.1 1.9H2.3c-1 0-1.6-1-1.1-1.9L6.9 2.1c.2-.4.6-.7 1.1-.7z"
      />
      <path
        {...line}
        d="M8 5.6v3.6M8 11.6v.1"
        stroke={knockout}
        strokeWidth="1.7"
      />
    </>
  ),
  fail: (
    <>
      <path
        fill="currentColor"
        d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z"
      />
      <path
        {...line}
        d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"
        stroke={knockout}
        strokeWidth="1.7"
      />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="8"
        cy="8"
        r="6.3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeDasharray="2.2 1.8"
      />
      <path
        {...line}
        d="M6.4 6.5c0-1 .7-1.6 1.6-1.6s1.6.6 1.6 1.4c0 1.2-1.6 1.3-1.6 2.5M8 11.1v.1"
        stroke="currentColor"
        strokeWidth="1.4"
      />
    </>
  ),
  wait: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <circle cx="8" cy="6.2" r="1.9" fill={knockout} />
      <path
        d="M4.6 11.6c.5-1.7 1.8-2.6 3.4-2.6s2.9.9 3.4 2.6z"
        fill={knockout}
      />
    </>
  ),
  run: (
    <>
      <circle
        cx="8"
        cy="8"
        r="6"
        fill="none"
        stroke="currentColor"
        strokeOpacity=".22"
        strokeWidth="2"
      />
      <path
        {...line}
        d="M8 2a6 6 0 0 1 6 6"
        stroke="currentColor"
        strokeWidth="2"
      />
    </>
  ),
  pause: (
    <>
      {ring(6.3, 1.4)}
      <path
        {...line}
        d="M6.4 5.8v4.4M9.6 5.8v4.4"
        stroke="currentColor"
        strokeWidth="1.5"
      />
    </>
  ),
  idle: ring(6, 1.3),
  cancelled: (
    <>
      {ring(6, 1.3)}
      <path
        {...line}
        d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4"
        stroke="currentColor"
        strokeWidth="1.4"
      />
    </>
  ),
} as const satisfies Record<Tone, ReactNode>;

/** Props of {@link StatusIcon}. @public */
export interface StatusIconProps {
  tone: Tone;
  /** Pixels. @default 16 */
  size?: number;
  /** No motion even while running: for lists of what was. */
  still?: boolean;
}

/** The mark of a tone; the word beside it says what it means. @public */
export const StatusIcon = ({ tone, size = 16, still }: StatusIconProps) => (
  <svg
    className={styles.icon}
    data-mc-tone={tone}
    data-still={still || undefined}
    viewBox="0 0 16 16"
    width={size}
    height={size}
    aria-hidden="true"
  >
    {shapes[tone]}
  </svg>
);
