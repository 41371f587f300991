import type { Tone } from '../../state';
import styles from './SegmentBar.module.css';

/** One part of a {@link SegmentBar}. @public */
export interface Segment {
  tone: Tone;
  /** Relative width. @default 1 */
  weight?: number;
  /** Part that is done, 0 to 1; for what runs. */
  done?: number;
}

/** Props of {@link SegmentBar}. @public */
export interface SegmentBarProps {
  segments: readonly Segment[];
  /** What the bar says, for those who do not see it. */
  label: string;
  /** Pixels. @default 6 */
  height?: number;
}

/** Progress in parts: each part has the tone of its step. @public */
export const SegmentBar = ({
  segments,
  label,
  height = 6,
}: SegmentBarProps) => (
  <div className={styles.bar} role="img" aria-label={label} style={{ height }}>
    {segments.map((segment, index) => (
      <i
        // A segment is its place.
        // eslint-disable-next-line react/no-array-index-key
        key={index}
        className={styles.segment}
        data-mc-tone={segment.tone}
        style={{
          flexGrow: segment.weight ?? 1,
          ...(segment.tone === 'run' && {
            background: `linear-gradient(90deg, var(--tone) ${Math.round(
              (segment.done ?? 0.5) * 100,
            )}%, var(--mc-track) 0)`,
          }),
        }}
      />
    ))}
  </div>
);
