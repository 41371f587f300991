import type { Orbit } from '@mission-control/plugin-missions-common';
import type { Tone } from '../../state';
import { useText, type Text } from '../../text';
import { exactTime } from '../RelativeTime';
import styles from './RunStrip.module.css';

/** Lowest bar, as part of the height: an empty result is still a result. */
const FLOOR = 0.28;

type Recent = Orbit['recent'][number];

/** Props of {@link RunStrip}. @public */
export interface RunStripProps {
  /** Newest last. */
  runs: readonly Recent[];
  /** Pixels. @default 48 */
  height?: number;
  /** Run of which the page speaks. */
  currentRunId?: string;
  /** What the strip shows, for those who do not see it. */
  label: string;
}

/** The last runs of an orbit: height is what was found, tone how bad it is. @public */
export const RunStrip = (props: RunStripProps) => {
  const { runs, height = 48, currentRunId, label } = props;
  const t = useText();
  const most = Math.max(1, ...runs.map(run => run.findings ?? 0));
  return (
    <div
      className={styles.strip}
      style={{ height }}
      role="img"
      aria-label={label}
    >
      {runs.map(run => (
        <i
          key={run.runId}
          className={styles.bar}
          data-mc-tone={toneOf(run)}
          data-current={run.runId === currentRunId || undefined}
          title={titleOf(t, run)}
          style={{
            height: `${Math.round(
              (FLOOR + (1 - FLOOR) * ((run.findings ?? 0) / most)) * 100,
            )}%`,
          }}
        />
      ))}
    </div>
  );
};

function toneOf(run: Recent): Tone {
  if (run.outcome === 'running') {
    return 'run';
  }
  if (run.outcome === 'did_not_look') {
    return 'unknown';
  }
  if (run.worst === 'critical' || run.worst === 'high') {
    return 'fail';
  }
  if ((run.findings ?? 0) > 0) {
    return 'warn';
  }
  const clean = run.outcome === 'looked' && run.findings !== undefined;
  return clean ? 'ok' : 'unknown';
}

function titleOf(t: Text, run: Recent): string {
  const when = exactTime(run.at);
  const { findings: count } = run;
  switch (run.outcome) {
    case 'running':
      return t('strip.running', { when });
    case 'did_not_look':
      return t('strip.didNotLook', { when });
    default:
      break;
  }
  if (count === undefined) {
    return t('strip.looked', { when });
  }
  return run.outcome === 'partly'
    ? t('strip.partly', { when, count })
    : t('strip.findings', { when, count });
}
