import { useMemo, useRef, useState } from 'react';
import {
  ButtonLink,
  SearchField,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  ClusterRef,
  Finding,
  FindingStatusEnum,
} from '@mission-control/plugin-missions-common';
import {
  ClusterChip,
  DataTable,
  EmptyState,
  findingStatusMeta,
  formatValue,
  objectName,
  Panel,
  RelativeTime,
  severityMeta,
  StateGate,
  StatusMark,
  useHotkeys,
  useStateWords,
  type DataSort,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRowKeys } from '../../shell/useRowKeys';
import { missionsTranslationRef } from '../../translation';
import { formatLaunchAddress } from '../launch/launchAddress';
import { countStatuses, filterFindings, sortFindings } from './findings';
import type { OrbitPageData } from './useOrbitPage';
import styles from './Orbits.module.css';

/** Stands for no filter: a toggle needs a key. */
const ALL = 'all';

export interface FindingsPanelProps {
  page: OrbitPageData;
  routes: MissionsRoutes;
  clusterOf(name: string): ClusterRef;
}

/** Every finding with its evidence and the mission that repairs it. */
export function FindingsPanel(props: FindingsPanelProps) {
  const { page, routes, clusterOf } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const states = useStateWords();
  const [sort, setSort] = useState<DataSort>({
    column: 'severity',
    descending: true,
  });
  const root = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement | null>(null);
  useHotkeys({ '/': () => search.current?.focus() });
  const currentId = useRowKeys(root);
  const { findings, filter, setFilter } = page;
  const items = findings.kind === 'ready' ? findings.data.items : undefined;
  const shown = useMemo(
    () => sortFindings(filterFindings(items ?? [], filter), sort),
    [items, filter, sort],
  );
  const statuses = countStatuses(items ?? []);
  return (
    <div ref={root} className={styles.findings}>
      <Panel
        title={t('orbits.findings')}
        actions={
          <SearchField
            ref={node => {
              search.current = node?.querySelector('input') ?? null;
            }}
            size="small"
            aria-label={t('orbits.findingsSearch')}
            placeholder={t('orbits.findingsSearch')}
            value={filter.q}
            onChange={q => setFilter({ ...filter, q })}
          />
        }
        aside={
          statuses.length > 0 && (
            <ToggleButtonGroup
              className={styles.statuses}
              aria-label={t('orbits.findingsFilter')}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[filter.status || ALL]}
              onSelectionChange={keys => {
                const key = [...keys][0] as FindingStatusEnum | typeof ALL;
                setFilter({ ...filter, status: key === ALL ? '' : key });
              }}
            >
              {[
                <ToggleButton
                  className="mc-toggle"
                  key={ALL}
                  id={ALL}
                  size="small"
                >
                  {t('orbits.all')}
                </ToggleButton>,
                ...statuses.map(({ status, count }) => (
                  <ToggleButton
                    className="mc-toggle"
                    key={status}
                    id={status}
                    size="small"
                  >
                    {`${states.finding(status)} ${count}`}
                  </ToggleButton>
                )),
              ]}
            </ToggleButtonGroup>
          )
        }
      >
        <StateGate state={findings} loadingLabel={t('orbits.findings')}>
          {list =>
            shown.length === 0 ? (
              <EmptyState
                title={
                  list.items.length === 0
                    ? t('orbits.findingsNone')
                    : t('orbits.findingsNoMatch')
                }
              >
                {list.items.length === 0 && t('orbits.findingsNoneText')}
              </EmptyState>
            ) : (
              table(shown)
            )
          }
        </StateGate>
      </Panel>
    </div>
  );

  function table(rows: readonly Finding[]) {
    return (
      <DataTable
        label={t('orbits.findings')}
        rows={rows}
        rowId={finding => finding.fingerprint}
        currentId={currentId}
        sort={sort}
        onSort={setSort}
        columns={[
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
            cell: ({ control, title, message }) => (
              <>
                {control && <code>{control} </code>}
                {title}
                {message && <span className={styles.second}>{message}</span>}
              </>
            ),
          },
          {
            id: 'object',
            title: t('orbits.colObject'),
            sortable: true,
            wideOnly: true,
            cell: ({ object }) =>
              object && (
                <code className={styles.break}>{objectName(object)}</code>
              ),
          },
          {
            id: 'cluster',
            title: t('orbits.colCluster'),
            sortable: true,
            cell: ({ targetId }) => (
              <ClusterChip cluster={clusterOf(targetId)} />
            ),
          },
          {
            id: 'owner',
            title: t('orbits.colOwner'),
            sortable: true,
            wideOnly: true,
            cell: ({ owner }) => owner ?? t('orbits.nobody'),
          },
          {
            id: 'since',
            title: t('orbits.colSince'),
            sortable: true,
            wideOnly: true,
            cell: ({ status, since }) => (
              <>
                {states.finding(status)}
                {since && (
                  <span className={styles.second}>
                    <RelativeTime date={since} />
                  </span>
                )}
              </>
            ),
          },
          {
            id: 'evidence',
            title: t('orbits.colEvidence'),
            wideOnly: true,
            cell: ({ evidence }) =>
              !!evidence?.length && (
                <details className={styles.evidence}>
                  <summary>{t('orbits.evidence')}</summary>
                  {evidence.map(({ asked, answered }) => (
                    <pre key={asked}>
                      {asked}
                      {'\n'}
                      {formatValue(answered)}
                    </pre>
                  ))}
                </details>
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
        ]}
      />
    );
  }

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
