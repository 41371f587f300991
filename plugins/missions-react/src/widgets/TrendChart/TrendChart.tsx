import { useWidth } from '../../hooks/useWidth';
import { useText } from '../../text';
import { exactTime, formatMinute } from '../RelativeTime';
import styles from './TrendChart.module.css';

/** Width until the real one is measured. */
const FIRST_WIDTH = 560;
const HEIGHT = 180;
const LEFT = 34;
const RIGHT = 104;
const TOP = 12;
const BOTTOM = 26;
const DAY_MS = 86_400_000;

/** A point of a {@link TrendChart}; without a value nobody looked. @public */
export interface TrendPoint {
  at: Date;
  value?: number;
}

/** Props of {@link TrendChart}. @public */
export interface TrendChartProps {
  /** Oldest first. */
  points: readonly TrendPoint[];
  /** Word at the end of the line: `findings`. */
  unit: string;
  /** What the chart shows, for those who do not see it. */
  label: string;
}

/** A line over time, labelled at its end; gaps stay gaps and are hatched. @public */
export const TrendChart = ({ points, unit, label }: TrendChartProps) => {
  const t = useText();
  const [chart, width] = useWidth<SVGSVGElement>(FIRST_WIDTH);
  const values = points.flatMap(point => point.value ?? []);
  const top = niceTop(Math.max(1, ...values));
  const x = (index: number) =>
    LEFT + ((width - LEFT - RIGHT) * index) / Math.max(1, points.length - 1);
  const y = (value: number) =>
    TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const last = points.findLastIndex(point => point.value !== undefined);
  const isOneDay =
    points.length > 0 && +points[points.length - 1].at - +points[0].at < DAY_MS;
  const dateOf = (date: Date) =>
    isOneDay ? formatMinute(date) : date.toLocaleDateString();
  const step = points.length > 1 ? x(1) - x(0) : 12;
  return (
    <svg
      ref={chart}
      className={styles.chart}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      <defs>
        <pattern
          id="mc-trend-hatch"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line className={styles.hatch} x1="0" y1="0" x2="0" y2="5" />
        </pattern>
      </defs>
      {[0, top / 2, top].map(value => (
        <g key={value}>
          <line
            className={styles.grid}
            x1={LEFT}
            x2={width - RIGHT}
            y1={y(value)}
            y2={y(value)}
          />
          <text className={styles.tick} x={LEFT - 6} y={y(value) + 4}>
            {value}
          </text>
        </g>
      ))}
      {points.map(
        (point, index) =>
          point.value === undefined && (
            <rect
              key={point.at.getTime()}
              x={x(index) - step / 2}
              y={TOP}
              width={step}
              height={HEIGHT - TOP - BOTTOM}
              fill="url(#mc-trend-hatch)"
            >
              <title>
                {t('trend.didNotLook', { when: exactTime(point.at) })}
              </title>
            </rect>
          ),
      )}
      {segmentsOf(points).map(segment => (
        <polyline
          key={segment[0].index}
          className={styles.line}
          points={segment
            .map(({ index, value }) => `${x(index)},${y(value)}`)
            .join(' ')}
        />
      ))}
      {last >= 0 && (
        <>
          <circle
            className={styles.end}
            cx={x(last)}
            cy={y(points[last].value ?? 0)}
            r="4"
          />
          <text
            className={styles.endLabel}
            x={x(last) + 10}
            y={y(points[last].value ?? 0) + 4}
          >
            {points[last].value} {unit}
          </text>
        </>
      )}
      {points.length > 1 && (
        <>
          <text className={styles.date} x={LEFT} y={HEIGHT - 6}>
            {dateOf(points[0].at)}
          </text>
          <text
            className={`${styles.date} ${styles.right}`}
            x={width - RIGHT}
            y={HEIGHT - 6}
          >
            {dateOf(points[points.length - 1].at)}
          </text>
        </>
      )}
    </svg>
  );
};

function segmentsOf(points: readonly TrendPoint[]) {
  const segments: { index: number; value: number }[][] = [[]];
  points.forEach(({ value }, index) => {
    if (value === undefined) {
      segments.push([]);
    } else {
      segments[segments.length - 1].push({ index, value });
    }
  });
  return segments.filter(segment => segment.length > 0);
}

/** The next even number that reads well on an axis. */
function niceTop(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const nice = [1, 2, 4, 5, 10].find(factor => factor * magnitude >= value);
  return Math.max(2, (nice ?? 10) * magnitude);
}
