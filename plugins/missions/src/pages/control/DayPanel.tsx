import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { UpcomingList } from '@mission-control/plugin-missions-common';
import {
  Panel,
  StateGate,
  TimeLine,
  useDemoCluster,
  type TimeMark,
} from '@mission-control/plugin-missions-react';
import { areDemo } from '../../shell/missionDemo';
import { clustersOf } from '../../shell/clustersOf';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import { dayAround, dayRows, type DayItem, type DayRow } from './dayRows';
import type { ControlPageData } from './useControlPage';
import styles from './Control.module.css';

export interface DayPanelProps {
  page: Pick<ControlPageData, 'active' | 'clusters' | 'now' | 'upcoming'>;
  routes: MissionsRoutes;
}

/** What runs and what comes within a day, on a line. */
export function DayPanel({ page, routes }: DayPanelProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useRunWords();
  const isDemo = useDemoCluster();
  const onDemo = (names: readonly string[]) =>
    areDemo(names.map(name => ({ demo: isDemo({ name }) })));
  const { active = [], clusters, now, upcoming } = page;
  return (
    <Panel
      className={styles.panel}
      title={t('control.next')}
      aside={
        upcoming.kind === 'ready' &&
        t('control.planned', { count: upcoming.data.items.length })
      }
      padded
    >
      <StateGate
        state={upcoming}
        loadingLabel={t('control.next')}
        errorMeaning={t('control.nextErrorMeaning')}
      >
        {list => <>{lineOf(list)}</>}
      </StateGate>
    </Panel>
  );

  function lineOf({ items, truncated }: UpcomingList) {
    const rows = dayRows({ runs: active, slots: items, clusters });
    if (rows.length === 0) {
      return <p className={styles.nothing}>{t('control.nextNone')}</p>;
    }
    return (
      <>
        <TimeLine
          label={t('control.next')}
          {...dayAround(now)}
          now={now}
          rows={rows.map(row => ({
            id: labelOf(row),
            label: labelOf(row),
            marks: row.items.map(markOf),
          }))}
        />
        {truncated && (
          <p className={styles.nothing}>{t('control.nextTruncated')}</p>
        )}
      </>
    );
  }

  function labelOf({ place }: DayRow): string {
    if (place.kind === 'environment') {
      return place.name || t('control.noEnvironment');
    }
    return t(`control.place.${place.kind}`);
  }

  function markOf(item: DayItem): TimeMark {
    if (item.kind === 'run') {
      const { id, title, startedAt, createdAt } = item.run;
      const on = clustersOf(item.run);
      return {
        id,
        label: title,
        hint: clusters
          .filter(({ name }) => on.some(cluster => cluster.id === name))
          .map(({ name }) => name)
          .join(', '),
        tone: words.tone(item.run),
        word: words.word(item.run),
        at: startedAt ?? createdAt,
        until: now,
        href: routes.run(id),
        demo: onDemo(on.map(cluster => cluster.id)),
      };
    }
    if (item.kind === 'series') {
      const { orbitId, title, clusters: where } = item.slots[0];
      const times = item.slots.map(({ startsAt }) => startsAt);
      return {
        id: orbitId,
        label: t('control.series', { title, count: times.length }),
        hint: where.join(', '),
        tone: 'idle',
        word: t('control.plannedWord'),
        at: times[0],
        until: times[times.length - 1],
        repeats: times,
        href: routes.orbit(orbitId),
        demo: onDemo(where),
      };
    }
    const { orbitId, title, slotAt, startsAt, late, waitsForRunId } = item.slot;
    const hint = [
      item.slot.clusters.join(', '),
      waitsForRunId && t('control.waitsForRun'),
    ];
    return {
      id: `${orbitId} ${slotAt.toISOString()}`,
      label: late ? t('control.late', { title }) : title,
      hint: hint.filter(Boolean).join(', '),
      tone: late ? 'warn' : 'idle',
      word: late ? t('control.lateWord') : t('control.plannedWord'),
      at: startsAt,
      href: routes.orbit(orbitId),
      demo: onDemo(item.slot.clusters),
    };
  }
}
