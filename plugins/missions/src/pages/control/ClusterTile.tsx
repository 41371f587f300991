import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  ClusterChip,
  RelativeTime,
  runStateMeta,
  StatusMark,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import type { Tile } from './fleet';
import styles from './Control.module.css';

/** Tones whose tile has a line at its edge: they are not calm. */
const LOUD = new Set(['fail', 'wait', 'warn', 'unknown']);

export interface ClusterTileProps {
  tile: Tile;
  routes: MissionsRoutes;
}

/** One cluster: what runs on it, or what ran last. */
export function ClusterTile({ tile, routes }: ClusterTileProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { cluster, tone, run, state, kind } = tile;
  const word = () => {
    if (kind === 'no_answer') {
      return t('control.noAnswer');
    }
    return state ? runStateMeta[state].word : t('control.notRun');
  };
  return (
    <div
      className={styles.tile}
      data-mc-tone={tone}
      data-loud={LOUD.has(tone) || undefined}
    >
      <span className={styles.tileLine}>
        <ClusterChip cluster={cluster} />
        <code className={styles.muted}>{cluster.version ?? '?'}</code>
      </span>
      <StatusMark tone={tone}>
        <span className={styles.state}>{word()}</span>
      </StatusMark>
      <span className={styles.muted}>
        {kind === 'no_answer' && cluster.problem?.message}
        {kind === 'no_answer' && cluster.checkedAt && (
          <>
            {' '}
            <RelativeTime date={cluster.checkedAt} />
          </>
        )}
        {run && (
          <>
            <Link href={routes.run(run.id)} variant="body-small">
              {run.title}
            </Link>{' '}
            <RelativeTime date={run.finishedAt ?? run.createdAt} />
          </>
        )}
        {kind === 'none' && t('control.idle')}
      </span>
    </div>
  );
}
