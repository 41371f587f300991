import { useSearchParams } from 'react-router-dom';
import { Checkbox, SearchField } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { withParams } from '../../shell/withParams';
import { missionsTranslationRef } from '../../translation';
import styles from './Launch.module.css';

/** Fewer clusters than this are found without help. */
const MANY = 8;

/** In the address: only clusters on which the mission fits. */
const FITTING = 'fitting';

/** Which clusters are looked at. */
export interface ClusterFilterState {
  q: string;
  onlyFitting: boolean;
}

/** What is known of a cluster for the filter. */
export interface FilteredCluster {
  name: string;
  title?: string;
  environment?: string;
}

/**
 * The clusters that the filter lets through. A chosen one always stays: what
 * will be changed is never out of sight.
 */
export function useClusterFilter<T extends FilteredCluster>(
  clusters: readonly T[],
  is: { chosen(cluster: T): boolean; fitting(cluster: T): boolean },
) {
  const [params, setParams] = useSearchParams();
  const filter: ClusterFilterState = {
    q: params.get('find') ?? '',
    onlyFitting: params.get('only') === FITTING,
  };
  const setFilter = ({ q, onlyFitting }: ClusterFilterState) =>
    setParams(
      before =>
        withParams(
          before,
          ['find', 'only'],
          new URLSearchParams({
            ...(q && { find: q }),
            ...(onlyFitting && { only: FITTING }),
          }),
        ),
      { replace: true },
    );
  const wanted = filter.q.trim().toLowerCase();
  const shown = clusters.filter(cluster => {
    const { name, title = '', environment = '' } = cluster;
    const found = `${name} ${title} ${environment}`.toLowerCase();
    return (
      is.chosen(cluster) ||
      (found.includes(wanted) && (!filter.onlyFitting || is.fitting(cluster)))
    );
  });
  return { filter, setFilter, shown, useful: clusters.length > MANY };
}

export interface ClusterFilterProps {
  filter: ClusterFilterState;
  onChange(filter: ClusterFilterState): void;
  shown: number;
  total: number;
}

/** Finds clusters among many. */
export function ClusterFilter(props: ClusterFilterProps) {
  const { filter, onChange, shown, total } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <div className={styles.filter}>
      <SearchField
        size="small"
        aria-label={t('launch.findCluster')}
        placeholder={t('launch.findCluster')}
        value={filter.q}
        onChange={q => onChange({ ...filter, q })}
      />
      <Checkbox
        isSelected={filter.onlyFitting}
        onChange={onlyFitting => onChange({ ...filter, onlyFitting })}
      >
        {t('launch.onlyFitting')}
      </Checkbox>
      <span className={styles.muted} role="status">
        {shown < total &&
          t('launch.clustersShown', {
            shown: String(shown),
            total: String(total),
          })}
      </span>
    </div>
  );
}
