import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { UpcomingList } from '@mission-control/plugin-missions-common';
import {
  Panel,
  StateGate,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { filterSlots } from './filterSlots';
import { isFiltered, type RunsFilter } from './runsQuery';
import { ScheduledTable } from './ScheduledTable';
import styles from './Runs.module.css';

/** Slots that are shown; Mission Control has them all on its time line. */
const SHOWN = 8;

export interface ScheduledPanelProps {
  upcoming: ViewState<UpcomingList>;
  filter: RunsFilter;
  routes: MissionsRoutes;
  currentId?: string;
}

/** What starts by itself in the next 24 h. */
export function ScheduledPanel(props: ScheduledPanelProps) {
  const { upcoming, filter, routes, currentId } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const slots =
    upcoming.kind === 'ready' ? filterSlots(upcoming.data.items, filter) : [];
  const total = totalOf(slots.length);
  return (
    <Panel
      title={t('runs.scheduled')}
      aside={slots.length > 0 && total}
      actions={
        slots.length > 0 && (
          <Link href={routes.control()} variant="body-small">
            {t('runs.allScheduled')}
          </Link>
        )
      }
    >
      <StateGate
        state={upcoming}
        loadingLabel={t('runs.scheduled')}
        errorMeaning={t('runs.errorMeaning')}
      >
        {() =>
          slots.length === 0 ? (
            <p className={styles.none}>
              {isFiltered(filter)
                ? t('runs.emptyFiltered')
                : t('runs.emptyScheduled')}
            </p>
          ) : (
            <>
              <ScheduledTable
                slots={slots.slice(0, SHOWN)}
                label={t('runs.scheduled')}
                routes={routes}
                currentId={currentId}
              />
              {slots.length > SHOWN && (
                <p className={styles.more}>
                  <span className={styles.muted}>
                    {t('runs.total', {
                      shown: String(SHOWN),
                      total,
                    })}
                  </span>
                </p>
              )}
            </>
          )
        }
      </StateGate>
    </Panel>
  );

  /** The API answers with the soonest alone; of the others nobody knows here whether they fit. */
  function totalOf(shown: number): string {
    const number = String(shown);
    if (upcoming.kind !== 'ready' || !upcoming.data.truncated) {
      return number;
    }
    return t(isFiltered(filter) ? 'runs.atLeast' : 'runs.moreThan', { number });
  }
}
