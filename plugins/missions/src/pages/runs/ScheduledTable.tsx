import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { UpcomingSlot } from '@mission-control/plugin-missions-common';
import {
  DataTable,
  PersonChip,
  RelativeTime,
  StatusMark,
  weekTime,
} from '@mission-control/plugin-missions-react';
import { timeZoneName } from '../../shell/timeZoneName';
import { TypeTag } from '../../shell/TypeTag';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import styles from './Runs.module.css';

export interface ScheduledTableProps {
  slots: readonly UpcomingSlot[];
  label: string;
  routes: MissionsRoutes;
  currentId?: string;
}

/** Name of a slot among the rows of the page. */
export function slotId({ orbitId, slotAt }: UpcomingSlot): string {
  return `${orbitId} ${slotAt.toISOString()}`;
}

/** What starts by itself next, and for whom. */
export function ScheduledTable(props: ScheduledTableProps) {
  const { slots, label, routes, currentId } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <DataTable
      stacked
      label={label}
      rows={slots}
      rowId={slotId}
      currentId={currentId}
      columns={[
        {
          id: 'mission',
          width: '24%',
          title: t('runs.colMission'),
          rowHeader: true,
          cell: slot => (
            <>
              <Link href={routes.orbit(slot.orbitId)} weight="bold" standalone>
                {slot.title}
              </Link>
              <span className={styles.second}>
                <TypeTag type="orbit" quiet />
              </span>
            </>
          ),
        },
        {
          id: 'next',
          width: '34%',
          title: t('runs.colNext'),
          cell: slot => <NextCell slot={slot} routes={routes} />,
        },
        {
          id: 'clusters',
          width: '15%',
          title: t('runs.colClusters'),
          cell: ({ clusters }) => (
            <span className={styles.second} title={clusters.join(', ')}>
              {clusters.length > 2
                ? t('runs.clusters', { count: clusters.length })
                : clusters.join(', ')}
            </span>
          ),
        },
        {
          id: 'for',
          title: t('runs.colFor'),
          cell: ({ owner }) => <PersonChip entityRef={owner} />,
        },
      ]}
    />
  );
}

function NextCell(props: { slot: UpcomingSlot; routes: MissionsRoutes }) {
  const { slot, routes } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const { late, waitsForRunId, startsAt, slotAt, timeZone } = slot;
  const mark = late ? (
    <StatusMark tone="warn">{t('runs.late')}</StatusMark>
  ) : undefined;
  return (
    <>
      {waitsForRunId ? (
        <StatusMark tone="idle">
          {t('runs.waitsForRun')}{' '}
          <Link href={routes.run(waitsForRunId)}>{t('runs.runBefore')}</Link>
        </StatusMark>
      ) : (
        mark ?? <RelativeTime due date={startsAt} />
      )}
      <span className={styles.second}>
        {`${weekTime(slotAt, { timeZone })} ${timeZoneName(timeZone)}`}
      </span>
    </>
  );
}
