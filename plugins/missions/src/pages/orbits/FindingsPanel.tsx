import { useMemo, useRef } from 'react';
import {
  SearchField,
  Select,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  ClusterRef,
  FindingStatusEnum,
} from '@mission-control/plugin-missions-common';
import {
  EmptyState,
  Panel,
  StateGate,
  useHotkeys,
  useStateWords,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRowKeys } from '../../shell/useRowKeys';
import { missionsTranslationRef } from '../../translation';
import { countStatuses, filterFindings, sortFindings } from './findings';
import { FindingsTable } from './FindingsTable';
import { findingsGroupBys } from './groupFindings';
import { GroupedFindings } from './GroupedFindings';
import { hasNotLooked, unseenOf } from './orbitWords';
import type { FindingsGrouping, OrbitPageData } from './useOrbitPage';
import { useFindingsSort } from './useFindingsSort';
import styles from './Orbits.module.css';

/** Stands for no filter: a toggle needs a key. */
const ALL = 'all';
/** Stands for one table of all findings. */
const NONE: FindingsGrouping = 'none';

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
  const [sort, setSort] = useFindingsSort();
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
  const groupBy = filter.group || page.dashboard?.groupBy || NONE;
  return (
    <div ref={root} className={styles.findings}>
      <Panel
        title={t('orbits.findings')}
        actions={
          <>
            <Select
              className={styles.grouping}
              size="small"
              aria-label={t('orbits.groupBy')}
              selectedKey={groupBy}
              options={[NONE, ...findingsGroupBys].map(value => ({
                value,
                label: t(`orbits.group_${value}`),
              }))}
              onSelectionChange={key =>
                setFilter({ ...filter, group: key as FindingsGrouping })
              }
            />
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
          </>
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
                    ? noneTitle()
                    : t('orbits.findingsNoMatch')
                }
              >
                {list.items.length === 0 && t('orbits.findingsNoneText')}
              </EmptyState>
            ) : (
              renderTable()
            )
          }
        </StateGate>
      </Panel>
    </div>
  );

  function renderTable() {
    const table = {
      findings: shown,
      currentId,
      sort,
      onSort: setSort,
      routes,
      clusterOf,
    };
    return groupBy === 'none' ? (
      <FindingsTable {...table} />
    ) : (
      <GroupedFindings
        {...table}
        groupBy={groupBy}
        checkTitle={page.checkTitle}
      />
    );
  }

  /** No finding is only said when somebody looked. */
  function noneTitle() {
    const { outcome, verdict } = page.orbit;
    if (outcome === 'did_not_look') {
      return t('orbits.findingsBlind');
    }
    if (outcome && verdict) {
      const unseen = unseenOf(page.orbit);
      return unseen > 0
        ? t('shell.noFindingPartly', { number: String(unseen) })
        : t('orbits.findingsNone');
    }
    return hasNotLooked(page.orbit)
      ? t('orbits.findingsNotLooked')
      : t('orbits.findingsHidden');
  }
}
