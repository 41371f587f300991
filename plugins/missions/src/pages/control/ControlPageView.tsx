import { ButtonLink, Link } from '@backstage/ui';
import { RiServerLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  EmptyState,
  Panel,
  RelativeTime,
  runStateMeta,
  SegmentBar,
  StatusMark,
  TargetDots,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import { TypeTag } from '../../shell/TypeTag';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { ClusterTile } from './ClusterTile';
import { byEnvironment, countTones } from './fleet';
import { toneWords } from './toneWords';
import type { ControlPageData } from './useControlPage';
import styles from './Control.module.css';

/** Tones that call for a person: it failed, it waits, or nobody knows. */
const NEEDY: ReadonlySet<Tone> = new Set(['fail', 'wait', 'unknown']);

export interface ControlPageViewProps {
  page: ControlPageData;
  routes: MissionsRoutes;
}

/** One sentence, the tiles by environment, what runs, what comes. */
export function ControlPageView({ page, routes }: ControlPageViewProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { tiles, active, next } = page;
  const busy = tiles.filter(tile => tile.tone === 'run').length;
  const need = tiles.filter(({ tone }) => NEEDY.has(tone)).length;
  const total = String(tiles.length);
  if (tiles.length === 0) {
    return (
      <>
        <PageHead title={t('control.titleNone')} />
        <EmptyState
          icon={<RiServerLine />}
          title={t('control.emptyTitle')}
          action={
            <ButtonLink href={routes.clusters()}>
              {t('control.emptyAction')}
            </ButtonLink>
          }
        >
          {t('control.emptyText')}
        </EmptyState>
      </>
    );
  }
  const counts = countTones(tiles);
  const title = () => {
    if (need > 0) {
      return t('control.titleNeed', { need: String(need), total });
    }
    return busy > 0
      ? t('control.titleBusy', { busy: String(busy), total })
      : t('control.titleCalm', { total });
  };
  return (
    <>
      <PageHead
        title={title()}
        meta={counts.map(({ tone, count }) => (
          <StatusMark key={tone} tone={tone} still>
            {count} {toneWords[tone]}
          </StatusMark>
        ))}
        actions={
          <ButtonLink variant="primary" href={routes.explorer()}>
            {t('control.start')}
          </ButtonLink>
        }
      />
      <SegmentBar
        height={8}
        label={`${t('control.fleet')}: ${counts
          .map(({ tone, count }) => `${count} ${toneWords[tone]}`)
          .join(', ')}`}
        segments={counts.map(({ tone, count }) => ({
          tone,
          weight: count,
          done: 1,
        }))}
      />
      <div className={styles.environments}>
        {byEnvironment(tiles).map(({ name, tiles: all }) => (
          <section key={name} className={styles.environment} aria-label={name}>
            <div>
              <h2>{name || t('control.noEnvironment')}</h2>
              <span className={styles.muted}>
                {all.length === 1
                  ? t('control.clustersOne')
                  : t('control.clustersMany', { number: String(all.length) })}
              </span>
            </div>
            <ul className={styles.tiles}>
              {all.map(tile => (
                <li key={tile.cluster.name}>
                  <ClusterTile tile={tile} routes={routes} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div className={styles.columns}>
        <Panel title={t('control.running')} aside={active.length}>
          {active.length === 0 && (
            <p className={styles.none}>{t('control.runningNone')}</p>
          )}
          <ul className={styles.rows}>
            {active.map(run => (
              <li key={run.id}>
                <span>
                  <Link href={routes.run(run.id)} weight="bold" standalone>
                    {run.title}
                  </Link>
                  <span className={styles.second}>
                    <TypeTag type={run.type} quiet />
                  </span>
                </span>
                <TargetDots targets={run.targets} />
                <StatusMark tone={runStateMeta[run.state].tone}>
                  {runStateMeta[run.state].word}
                </StatusMark>
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={t('control.next')} aside={next.length}>
          {next.length === 0 && (
            <p className={styles.none}>{t('control.nextNone')}</p>
          )}
          <ul className={styles.rows}>
            {next.map(orbit => (
              <li key={orbit.id}>
                <Link href={routes.orbit(orbit.id)} weight="bold" standalone>
                  {orbit.title}
                </Link>
                <span className={styles.muted}>
                  {orbit.targets.map(({ cluster }) => cluster).join(', ')}
                </span>
                {orbit.nextRunAt && <RelativeTime date={orbit.nextRunAt} />}
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </>
  );
}
