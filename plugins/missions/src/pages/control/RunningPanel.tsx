import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  RunSummary,
  Status,
} from '@mission-control/plugin-missions-common';
import {
  Panel,
  RelativeTime,
  StatusMark,
  useTimeWords,
} from '@mission-control/plugin-missions-react';
import { DemoTag } from '../../shell/DemoTag';
import { RunDots } from '../../shell/RunDots';
import { TypeTag } from '../../shell/TypeTag';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import styles from './Control.module.css';

export interface RunningPanelProps {
  /** Undefined when nobody could tell. */
  runs?: readonly RunSummary[];
  queue?: Status['queue'];
  routes: MissionsRoutes;
}

/** What runs now and what waits, and how long the queue is. */
export function RunningPanel({ runs, queue, routes }: RunningPanelProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useRunWords();
  const { age } = useTimeWords();
  return (
    <Panel
      className={styles.panel}
      title={t('control.running')}
      aside={
        queue &&
        [
          t('control.queue', {
            running: String(queue.running),
            waiting: String(queue.waiting),
          }),
          queue.waiting > 0 &&
            queue.oldestSeconds !== undefined &&
            t('control.queueOldest', { age: age(queue.oldestSeconds * 1_000) }),
          !!queue.waitingForPlace &&
            t('control.queueForPlace', {
              number: String(queue.waitingForPlace),
              age: age((queue.oldestForPlaceSeconds ?? 0) * 1_000),
            }),
        ]
          .filter(Boolean)
          .join(', ')
      }
    >
      {!runs && (
        <p className={styles.none}>
          <StatusMark tone="unknown">{t('control.runsUnknownText')}</StatusMark>
        </p>
      )}
      {runs?.length === 0 && (
        <p className={styles.none}>{t('control.runningNone')}</p>
      )}
      <ul className={styles.rows}>
        {runs?.map(run => (
          <li key={run.id}>
            <span className={styles.runName}>
              <Link href={routes.run(run.id)} weight="bold" standalone>
                {run.title}
              </Link>
              <TypeTag type={run.type} quiet />
              <DemoTag demo={run.demo} />
            </span>
            <StatusMark tone={words.tone(run)}>{words.word(run)}</StatusMark>
            <span className={styles.muted}>
              {run.held?.message ?? run.reason}
            </span>
            <RunDots run={run} />
            <span className={styles.muted}>
              <RelativeTime date={run.startedAt ?? run.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
