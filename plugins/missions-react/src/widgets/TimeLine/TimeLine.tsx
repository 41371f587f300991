import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import { DemoMark } from '../DemoMark';
import type { Tone } from '../../state';
import { useText } from '../../text';
import { exactTime, formatMinute, RelativeTime } from '../RelativeTime';
import { placeMarks } from './placeMarks';
import '../../tokens.css';
import styles from './TimeLine.module.css';

const HOUR_MS = 3_600_000;
/** Ticks of the axis. */
const EVERY_HOURS = 3;
const LANE_PX = 28;
/** Behind this part of the line a tick's time has no room. */
const LAST = 0.97;
/** Ticks from here to there, in parts of the line from now, lie below its label. */
const NEAR = [-0.02, 0.14] as const;

/** Something at a time. @public */
export interface TimeMark {
  id: string;
  label: string;
  /** What is to be known besides: `prod-us, prod-eu`. */
  hint?: string;
  tone: Tone;
  /** The word of the tone: `planned`, `late`. */
  word: string;
  at: Date;
  /** Absent for what takes a time that nobody knows yet. */
  until?: Date;
  /** It happens again and again from `at` to `until`: at these times. */
  repeats?: readonly Date[];
  href?: string;
  /** It happens on demo clusters, while others are real. */
  demo?: boolean;
}

/** A row of a {@link TimeLine}. @public */
export interface TimeRow {
  id: string;
  label: ReactNode;
  marks: readonly TimeMark[];
}

/** Props of {@link TimeLine}. @public */
export interface TimeLineProps {
  rows: readonly TimeRow[];
  from: Date;
  to: Date;
  now: Date;
  /** What the line shows, for screen readers. */
  label: string;
}

/** What happens when, by row; narrow pages show it as a list. @public */
export const TimeLine = ({ rows, from, to, now, label }: TimeLineProps) => {
  const t = useText();
  const part = (date: Date) => (+date - +from) / (+to - +from || 1);
  return (
    <div className={styles.line} role="group" aria-label={label}>
      <div className={styles.axis} aria-hidden="true">
        {ticksOf(from, to)
          .filter(tick => part(tick) < LAST && !isNear(part(tick) - part(now)))
          .map(tick => (
            <span
              key={tick.getTime()}
              className={styles.tick}
              style={{ left: percent(part(tick)) }}
            >
              {formatMinute(tick)}
            </span>
          ))}
        <span className={styles.now} style={{ left: percent(part(now)) }}>
          {t('timeline.now', { time: formatMinute(now) })}
        </span>
      </div>
      {rows.map(row => {
        const placed = placeMarks(row.marks, from, to);
        const lanes = Math.max(1, ...placed.map(({ lane }) => lane + 1));
        return (
          <div key={row.id} className={styles.row}>
            <div className={styles.name}>{row.label}</div>
            <ul
              className={styles.marks}
              style={{ minHeight: lanes * LANE_PX + 8 }}
            >
              {ticksOf(from, to).map(tick => (
                <li
                  key={tick.getTime()}
                  className={styles.grid}
                  style={{ left: percent(part(tick)) }}
                  aria-hidden="true"
                />
              ))}
              <li
                className={styles.nowLine}
                style={{ left: percent(part(now)) }}
                aria-hidden="true"
              />
              {placed.map(({ mark, left, width, lane, label: place }) => (
                <li
                  key={mark.id}
                  className={styles.mark}
                  data-label={place}
                  data-repeats={mark.repeats ? true : undefined}
                  data-mc-tone={mark.tone}
                  style={{
                    top: lane * LANE_PX + 4,
                    ...(place === 'left'
                      ? { right: percent(1 - left - width) }
                      : { left: percent(left) }),
                  }}
                  title={[exactTime(mark.at), mark.hint]
                    .filter(Boolean)
                    .join(', ')}
                >
                  <i
                    className={styles.bar}
                    style={width > 0 ? { width: `${width * 100}cqw` } : {}}
                    aria-hidden="true"
                  >
                    {mark.repeats?.map(time => (
                      <b
                        key={time.getTime()}
                        style={{ left: percent(within(mark, time)) }}
                      />
                    ))}
                  </i>
                  <span className={styles.label}>
                    {mark.href ? (
                      <Link href={mark.href} variant="body-small">
                        {mark.label}
                      </Link>
                    ) : (
                      mark.label
                    )}
                    {mark.demo && <DemoMark compact />}
                  </span>
                  <span className={styles.more}>
                    {`${mark.word}, `}
                    <RelativeTime date={mark.at} />
                    {mark.hint && `, ${mark.hint}`}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </div>
  );
};

function isNear(ahead: number): boolean {
  return ahead > NEAR[0] && ahead < NEAR[1];
}

function within({ at, until = at }: TimeMark, time: Date): number {
  return (+time - +at) / (+until - +at || 1);
}

function ticksOf(from: Date, to: Date): Date[] {
  const first = new Date(from);
  first.setMinutes(0, 0, 0);
  first.setHours(Math.ceil((first.getHours() + 1) / EVERY_HOURS) * EVERY_HOURS);
  const ticks: Date[] = [];
  for (
    let time = first.getTime();
    time < to.getTime();
    time += EVERY_HOURS * HOUR_MS
  ) {
    ticks.push(new Date(time));
  }
  return ticks;
}

function percent(part: number): string {
  return `${Math.round(part * 10_000) / 100}%`;
}
