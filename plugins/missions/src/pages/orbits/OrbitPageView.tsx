import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  type Orbit,
} from '@mission-control/plugin-missions-common';
import {
  Banner,
  ClusterChip,
  ErrorState,
  HeatMap,
  Panel,
  RelativeTime,
  RunStrip,
  StateGate,
  TrendChart,
} from '@mission-control/plugin-missions-react';
import type { Polled } from '../../shell/PageAge';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { FindingsPanel } from './FindingsPanel';
import { OrbitHead } from './OrbitHead';
import { SinceLastRun } from './SinceLastRun';
import { SlotNotice } from './SlotNotice';
import type { OrbitPageData } from './useOrbitPage';
import styles from './Orbits.module.css';

export interface OrbitPageViewProps {
  page: OrbitPageData;
  /** How old the orbit is, as it is shown. */
  polled: Polled;
  routes: MissionsRoutes;
}

/** Verdict and coverage, what got worse, where, and every finding. */
export function OrbitPageView({ page, polled, routes }: OrbitPageViewProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { orbit, dashboard, findings, clusters } = page;
  const { recent } = orbit;
  const failed = [page.look, page.pause, page.resume]
    .map(({ error }) => error)
    .find(Boolean);
  const count = recent.length;
  const latest = recent.findLast(({ outcome }) => outcome !== 'did_not_look');
  const clusterOf = (name: string) =>
    clusters.find(cluster => cluster.name === name) ?? { name };
  return (
    <>
      <OrbitHead page={page} polled={[polled, findings]} routes={routes} />
      {(dashboard?.title || dashboard?.description) && (
        <div className={styles.about}>
          {dashboard.title && <h2>{dashboard.title}</h2>}
          {dashboard.description && <p>{dashboard.description}</p>}
        </div>
      )}
      {failed && <ErrorState error={failed} />}
      <div className={styles.notices}>
        {orbit.problem && (
          <Banner
            tone={orbit.problem.kind === 'cannot_look' ? 'fail' : 'warn'}
            title={problemTitle(orbit.problem.kind)}
          >
            {orbit.problem.message}. {orbit.problem.remedy}
            {orbit.problem.kind === 'held_up' &&
              orbit.lastRun &&
              !isTerminal(orbit.lastRun.state) && (
                <>
                  {' '}
                  <Link href={routes.run(orbit.lastRun.id)}>
                    {t('orbits.heldUpRun')}
                  </Link>
                </>
              )}
          </Banner>
        )}
        <SlotNotice orbit={orbit} />
      </div>
      <div className={styles.grid}>
        <Panel
          title={
            count === 0
              ? t('orbits.lastRunsNone')
              : t('orbits.lastRuns', { count })
          }
          aside={t('orbits.lastRunsAside')}
          padded
        >
          {recent.length === 0 ? (
            <p className={styles.none}>
              {orbit.state === 'new'
                ? t('orbits.noRuns')
                : t('orbits.noRunsSeen')}
            </p>
          ) : (
            <div>
              <RunStrip
                runs={recent}
                currentRunId={orbit.lastRun?.id}
                label={t('orbits.stripOf', {
                  orbit: orbit.title,
                  number: String(count),
                })}
              />
              <div className={styles.ends}>
                <RelativeTime date={recent[0].at} />
                {recent.length > 1 && (
                  <RelativeTime date={recent[recent.length - 1].at} />
                )}
              </div>
            </div>
          )}
        </Panel>
        <SinceLastRun orbit={orbit} findings={findings} />
      </div>
      <div className={styles.grid}>
        <Panel title={t('orbits.trend')} padded>
          {recent.length < 2 ? (
            <p className={styles.none}>{t('orbits.trendEmpty')}</p>
          ) : (
            <TrendChart
              label={t('orbits.trendLabel', { count })}
              unit={t('orbits.trendUnit', { count: latest?.findings ?? 0 })}
              points={recent.map(({ at, outcome, findings: value }) => ({
                at,
                value: outcome === 'did_not_look' ? undefined : value,
              }))}
            />
          )}
        </Panel>
        <Panel title={t('orbits.heat')}>
          <StateGate state={findings} loadingLabel={t('orbits.heat')}>
            {({ heat = [] }) =>
              heat.length === 0 ? (
                <p className={styles.nonePadded}>{t('orbits.heatEmpty')}</p>
              ) : (
                <HeatMap
                  label={t('orbits.heat')}
                  columns={[...new Set(heat.map(({ check }) => check))].map(
                    check => ({ id: check, title: page.checkTitle(check) }),
                  )}
                  rows={orbit.targets.map(({ cluster }) => ({
                    id: cluster,
                    label: <ClusterChip cluster={clusterOf(cluster)} />,
                  }))}
                  cells={heat.map(({ targetId, check, ...cell }) => ({
                    row: targetId,
                    column: check,
                    ...cell,
                  }))}
                />
              )
            }
          </StateGate>
        </Panel>
      </div>
      <FindingsPanel page={page} routes={routes} clusterOf={clusterOf} />
    </>
  );

  function problemTitle(of: NonNullable<Orbit['problem']>['kind']) {
    switch (of) {
      case 'another_cluster':
        return t('orbits.anotherCluster');
      case 'held_up':
        return t('orbits.heldUp');
      default:
        return t('orbits.cannotLook');
    }
  }
}
