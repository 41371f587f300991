import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Orbit } from '@mission-control/plugin-missions-common';
import {
  ClusterChip,
  DataTable,
  orbitStateMeta,
  RelativeTime,
  RunStrip,
  StatusMark,
  useStateWords,
} from '@mission-control/plugin-missions-react';
import { DemoTag } from '../../shell/DemoTag';
import { useNamedCluster } from '../../shell/useNamedCluster';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { coverageOf, verdictTone } from './orbitWords';
import { useOrbitWords } from './useOrbitWords';
import styles from './Orbits.module.css';

/** Clusters beyond this many are counted. */
const MAX_NAMES = 3;

export interface OrbitsTableProps {
  orbits: readonly Orbit[];
  routes: MissionsRoutes;
  currentId?: string;
}

/** Orbits in rows: outcome and verdict are two columns. */
export function OrbitsTable({ orbits, routes, currentId }: OrbitsTableProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useOrbitWords();
  const states = useStateWords();
  const named = useNamedCluster({
    wanted: orbits.some(({ targets }) => targets.length > 0),
  });
  return (
    <DataTable
      stacked
      label={t('orbits.loading')}
      rows={orbits}
      rowId={orbit => orbit.id}
      currentId={currentId}
      columns={[
        {
          id: 'orbit',
          title: t('orbits.colOrbit'),
          rowHeader: true,
          cell: orbit => (
            <>
              <Link href={routes.orbit(orbit.id)} weight="bold" standalone>
                {orbit.title}
              </Link>
              <span className={styles.second}>
                {[
                  words.schedule(orbit),
                  ...(orbit.targets.length <= MAX_NAMES
                    ? []
                    : [t('orbits.targets', { count: orbit.targets.length })]),
                ].join(', ')}{' '}
                <DemoTag demo={orbit.lastRun?.demo} />
              </span>
              <span className={styles.targets}>
                {orbit.targets.length <= MAX_NAMES &&
                  orbit.targets.map(({ cluster }) => (
                    <ClusterChip key={cluster} cluster={named(cluster)} />
                  ))}
              </span>
            </>
          ),
        },
        {
          id: 'state',
          title: t('orbits.colState'),
          cell: orbit => (
            <>
              <StatusMark tone={orbitStateMeta[orbit.state].tone}>
                {words.state(orbit)}
              </StatusMark>
              {orbit.problem && (
                <span className={styles.second}>{orbit.problem.message}</span>
              )}
              <span className={styles.second}>
                {orbit.lateSince ? (
                  <>
                    {t('orbits.lateSince')}{' '}
                    <RelativeTime date={orbit.lateSince} />
                  </>
                ) : (
                  orbit.outcome && states.outcome(orbit.outcome)
                )}
              </span>
            </>
          ),
        },
        {
          id: 'verdict',
          title: t('orbits.colVerdict'),
          cell: orbit => {
            const unseen = words.unseen(orbit);
            return (
              <>
                <StatusMark tone={verdictTone(orbit)}>
                  {words.verdict(orbit)}
                </StatusMark>
                {unseen && (
                  <span className={styles.second}>
                    <StatusMark tone="unknown">{unseen}</StatusMark>
                  </span>
                )}
                <span className={styles.second}>
                  {words.changes(orbit).join(', ')}
                </span>
              </>
            );
          },
        },
        {
          id: 'coverage',
          title: t('orbits.colCoverage'),
          align: 'end',
          wideOnly: true,
          cell: orbit => {
            const coverage = coverageOf(orbit.verdict);
            return (
              <span>{coverage === undefined ? '?' : `${coverage} %`}</span>
            );
          },
        },
        {
          id: 'runs',
          title: t('orbits.colRuns'),
          wideOnly: true,
          cell: orbit => (
            <div className={styles.strip}>
              <RunStrip
                runs={orbit.recent}
                height={24}
                label={t('orbits.stripOf', {
                  orbit: orbit.title,
                  number: String(orbit.recent.length),
                })}
              />
            </div>
          ),
        },
        {
          id: 'last',
          title: t('orbits.colLast'),
          cell: ({ lastRunAt, state }) =>
            lastRunAt ? (
              <RelativeTime date={lastRunAt} />
            ) : (
              <span>{state === 'new' ? t('orbits.never') : '?'}</span>
            ),
        },
        {
          id: 'next',
          title: t('orbits.colNext'),
          cell: ({ nextRunAt, paused, state }) => {
            if (paused || state === 'paused') {
              return <span>{t('orbits.paused')}</span>;
            }
            return nextRunAt ? (
              <RelativeTime due date={nextRunAt} />
            ) : (
              <span>?</span>
            );
          },
        },
      ]}
    />
  );
}
