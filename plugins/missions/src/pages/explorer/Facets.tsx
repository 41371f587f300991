import { useState } from 'react';
import { Button, Checkbox, CheckboxGroup } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Facet,
  MissionType,
} from '@mission-control/plugin-missions-common';
import { useStateWords } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { listFacets, type ExplorerQuery } from './explorerQuery';
import styles from './Explorer.module.css';

export interface FacetsProps {
  query: ExplorerQuery;
  /** None until they are known. */
  facets: readonly Facet[] | undefined;
  /** They will not be known: only what is chosen is shown, to be taken back. */
  failed: boolean;
  onChange(query: ExplorerQuery): void;
}

const labelKeys = {
  type: 'explorer.facetType',
  maturity: 'explorer.facetMaturity',
  category: 'explorer.facetCategory',
  tag: 'explorer.facetTag',
} as const;

/** The filters at the left, each value with its count. On a narrow page they are folded. */
export function Facets(props: FacetsProps) {
  const { query, facets = [], onChange } = props;
  const isKnown = props.facets !== undefined;
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  const chosen =
    listFacets.reduce((sum, name) => sum + query[name].length, 0) +
    Number(query.endorsed);
  const [open, setOpen] = useState(chosen > 0);
  const endorsedCount =
    facets
      .find(facet => facet.name === 'endorsed')
      ?.values.find(({ value }) => value === 'true')?.count ?? 0;
  if (props.failed && chosen === 0) {
    return null;
  }
  return (
    <>
      <Button
        className={styles.fold}
        size="small"
        variant="secondary"
        aria-expanded={open}
        onPress={() => setOpen(!open)}
      >
        {chosen > 0
          ? t('explorer.filtersChosen', { number: String(chosen) })
          : t('explorer.filters')}
      </Button>
      <div className={styles.facets} data-open={open}>
        {listFacets.map(name => {
          const values =
            facets.find(facet => facet.name === name)?.values ?? [];
          if (values.length === 0) {
            return null;
          }
          return (
            <CheckboxGroup
              key={name}
              label={t(labelKeys[name])}
              value={query[name]}
              onChange={selected => onChange({ ...query, [name]: selected })}
            >
              {values.map(({ value, count }) => (
                <Checkbox key={value} value={value}>
                  <span className={styles.facetValue}>
                    <span>
                      {name === 'type'
                        ? words.type(value as MissionType)
                        : value}
                    </span>
                    <span className={styles.facetCount}>{count}</span>
                  </span>
                </Checkbox>
              ))}
            </CheckboxGroup>
          );
        })}
        {(!props.failed || query.endorsed) && (
          <CheckboxGroup
            label={t('explorer.facetTrust')}
            value={query.endorsed ? ['endorsed'] : []}
            onChange={selected =>
              onChange({ ...query, endorsed: selected.includes('endorsed') })
            }
          >
            <Checkbox value="endorsed">
              <span className={styles.facetValue}>
                <span>{t('explorer.endorsed')}</span>
                {isKnown && (
                  <span className={styles.facetCount}>{endorsedCount}</span>
                )}
              </span>
            </Checkbox>
          </CheckboxGroup>
        )}
      </div>
    </>
  );
}
