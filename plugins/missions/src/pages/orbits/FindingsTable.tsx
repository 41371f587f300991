import { ButtonLink } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  ClusterRef,
  Finding,
} from '@mission-control/plugin-missions-common';
import {
  ClusterChip,
  DataTable,
  findingStatusMeta,
  objectName,
  RelativeTime,
  severityMeta,
  StatusMark,
  useStateWords,
  type DataColumn,
  type DataSort,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { formatLaunchAddress } from '../launch/launchAddress';
import { FindingEvidence } from './FindingEvidence';
import styles from './Orbits.module.css';

/** Widths of columns that stand below each other; the rest is the title's. */
const WIDTHS: Readonly<Record<string, string>> = {
  severity: '9%',
  object: '24%',
  cluster: '15%',
  owner: '8%',
  since: '9%',
  action: '5%',
};

export interface FindingsTableProps {
  findings: readonly Finding[];
  /** @default Findings */
  label?: string;
  /** One of several tables: their columns are in line. */
  aligned?: boolean;
  currentId?: string;
  sort: DataSort;
  onSort(sort: DataSort): void;
  routes: MissionsRoutes;
  clusterOf(name: string): ClusterRef;
}

/** Findings in rows, each with its evidence and the mission that repairs it. */
export function FindingsTable(props: FindingsTableProps) {
  const { findings, currentId, sort, onSort } = props;
  const { routes, clusterOf } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const states = useStateWords();
  const columns: DataColumn<Finding>[] = [
    {
      id: 'severity',
      title: t('orbits.colSeverity'),
      sortable: true,
      cell: ({ severity, status }) =>
        status === 'fixed' || status === 'not_assessed' ? (
          <StatusMark tone={findingStatusMeta[status].tone}>
            {states.finding(status)}
          </StatusMark>
        ) : (
          <StatusMark tone={severityMeta[severity].tone}>
            {states.severity(severity)}
          </StatusMark>
        ),
    },
    {
      id: 'title',
      title: t('orbits.colControl'),
      rowHeader: true,
      sortable: true,
      cell: finding => (
        <>
          {finding.control && <code>{finding.control} </code>}
          {finding.title}
          {finding.message && (
            <span className={styles.second}>{finding.message}</span>
          )}
          <FindingEvidence finding={finding} runHref={routes.run} />
        </>
      ),
    },
    {
      id: 'object',
      title: t('orbits.colObject'),
      sortable: true,
      cell: ({ object }) =>
        object && <code className={styles.break}>{objectName(object)}</code>,
    },
    {
      id: 'cluster',
      title: t('orbits.colCluster'),
      sortable: true,
      cell: ({ targetId, elsewhere }) => (
        <>
          <ClusterChip cluster={clusterOf(targetId)} />
          {elsewhere && (
            <span className={styles.second}>{t('orbits.elsewhere')}</span>
          )}
        </>
      ),
    },
    {
      id: 'owner',
      title: t('orbits.colOwner'),
      sortable: true,
      cell: ({ owner }) => <span>{owner ?? t('orbits.nobody')}</span>,
    },
    {
      id: 'since',
      title: t('orbits.colSince'),
      sortable: true,
      cell: ({ status, since }) => (
        <>
          <span>{states.finding(status)}</span>
          {since && (
            <span className={styles.second}>
              <RelativeTime date={since} />
            </span>
          )}
        </>
      ),
    },
    {
      id: 'action',
      title: t('orbits.colAction'),
      titleHidden: true,
      align: 'end',
      cell: finding =>
        finding.fixMission && (
          <ButtonLink
            size="small"
            variant="secondary"
            href={fixHref(finding, finding.fixMission)}
          >
            {t('orbits.fix')}
          </ButtonLink>
        ),
    },
  ];
  return (
    <DataTable
      stacked
      label={props.label ?? t('orbits.findings')}
      rows={findings}
      rowId={finding => finding.fingerprint}
      currentId={currentId}
      sort={sort}
      onSort={onSort}
      columns={columns.map(column => ({
        ...column,
        width: props.aligned ? WIDTHS[column.id] : undefined,
      }))}
    />
  );

  function fixHref(finding: Finding, mission: string): string {
    const { namespace, name } = finding.object ?? {};
    const query = formatLaunchAddress(
      {
        parameters: { ...(namespace && { namespace }), ...(name && { name }) },
        targets: [{ cluster: finding.targetId }],
      },
      [],
    );
    return `${routes.launch(mission)}?${query}`;
  }
}
