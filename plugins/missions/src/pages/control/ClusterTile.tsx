import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  ClusterChip,
  RelativeTime,
  StatusMark,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
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
  const words = useRunWords();
  const { cluster, tone, run, state, kind } = tile;
  const word = () => {
    switch (kind) {
      case 'no_answer':
        return t('control.noAnswer');
      case 'stale':
        return t('control.stale');
      case 'runs_unknown':
        return t('control.runsUnknown');
      case 'taken_back':
        return t('shell.takenBack');
      default:
        return run && state
          ? words.on(run, { id: cluster.name, state }).word
          : t('control.notRun');
    }
  };
  return (
    <div
      className={styles.tile}
      data-mc-tone={tone}
      data-loud={LOUD.has(tone) || undefined}
    >
      <span className={styles.tileLine}>
        <ClusterChip cluster={cluster} compact={!cluster.production} />
        <code className={styles.muted}>{cluster.version ?? '?'}</code>
      </span>
      <StatusMark tone={tone}>
        <span className={styles.state}>{word()}</span>
      </StatusMark>
      <span className={styles.muted}>
        <Reason tile={tile} routes={routes} />
      </span>
    </div>
  );
}

/** Why the tile says so, with its age. */
function Reason({ tile, routes }: ClusterTileProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { cluster, kind, run, more } = tile;
  if (run) {
    return (
      <>
        <Link href={routes.run(run.id)} variant="body-small">
          {run.title}
        </Link>{' '}
        <RelativeTime date={run.finishedAt ?? run.createdAt} />
        {more > 0 && ` ${t('control.moreRuns', { count: more })}`}
      </>
    );
  }
  const { problem, checkedAt } = cluster;
  const asked = checkedAt ? (
    <>
      {t('control.asked')} <RelativeTime date={checkedAt} />
    </>
  ) : (
    t('control.neverAsked')
  );
  return (
    <>
      {kind === 'no_answer' && problem && `${problem.message} `}
      {asked}
    </>
  );
}
