import type { MutableRefObject } from 'react';
import { Button, SearchField, Select } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  terminalStates,
  type MissionType,
  personName,
} from '@mission-control/plugin-missions-common';
import { useStateWords } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { isFiltered, parseRunsFilter, type RunsFilter } from './runsQuery';
import type { RunsPageData } from './useRunsPage';
import styles from './Runs.module.css';

const types: readonly MissionType[] = ['install', 'fix', 'orbit', 'sequence'];

/** Stands for no filter: a select has no empty value. */
const ALL = 'all';

export interface RunsFilterBarProps {
  page: Pick<RunsPageData, 'filter' | 'setFilter' | 'clusters' | 'user'>;
  search: MutableRefObject<HTMLInputElement | null>;
}

/** Search and facets of AI Missions. */
export function RunsFilterBar({ page, search }: RunsFilterBarProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { filter, setFilter, clusters, user } = page;
  const words = useStateWords();
  const set = (change: Partial<RunsFilter>) =>
    setFilter({ ...filter, ...change });
  const names =
    clusters.kind === 'ready' ? clusters.data.map(({ name }) => name) : [];
  const select = (
    name: 'type' | 'state' | 'cluster' | 'initiator',
    label: string,
    all: string,
    options: readonly { value: string; label: string }[],
  ) => (
    <Select
      className={styles.select}
      size="small"
      aria-label={label}
      selectedKey={filter[name] || ALL}
      options={[{ value: ALL, label: all }, ...options]}
      onSelectionChange={key => set({ [name]: key === ALL ? '' : String(key) })}
    />
  );
  return (
    <div className={styles.bar} role="search">
      <SearchField
        ref={node => {
          search.current = node?.querySelector('input') ?? null;
        }}
        className={styles.search}
        size="small"
        aria-label={t('runs.search')}
        placeholder={t('runs.search')}
        value={filter.q}
        onChange={q => set({ q })}
      />
      {select('type', t('runs.filterType'), t('runs.filterTypeAll'), [
        ...types.map(type => ({ value: type, label: words.type(type) })),
      ])}
      {select(
        'cluster',
        t('runs.filterCluster'),
        t('runs.filterClusterAll'),
        names.map(name => ({ value: name, label: name })),
      )}
      {select(
        'state',
        t('runs.filterOutcome'),
        t('runs.filterOutcomeAll'),
        terminalStates.map(state => ({
          value: state,
          label: words.run(state),
        })),
      )}
      {select('initiator', t('runs.filterBy'), t('runs.filterByAll'), people())}
      {isFiltered(filter) && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => setFilter(parseRunsFilter(new URLSearchParams()))}
        >
          {t('runs.clear')}
        </Button>
      )}
    </div>
  );

  /** Me, and whom the address names. */
  function people() {
    const me = user ? [{ value: user, label: t('runs.filterByMe') }] : [];
    const { initiator } = filter;
    return initiator && initiator !== user
      ? [...me, { value: initiator, label: personName(initiator) }]
      : me;
  }
}
