import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../translation';
import { FindingsTable, type FindingsTableProps } from './FindingsTable';
import {
  groupFindings,
  type FindingsGroup,
  type FindingsGroupBy,
} from './groupFindings';
import styles from './Orbits.module.css';

export interface GroupedFindingsProps
  extends Omit<FindingsTableProps, 'label'> {
  groupBy: FindingsGroupBy;
  /** What a check asks. */
  checkTitle(check: string): string;
}

/** A table for each group, with how many findings it has. */
export function GroupedFindings(props: GroupedFindingsProps) {
  const { groupBy, checkTitle, ...table } = props;
  const { findings, clusterOf } = table;
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <>
      {groupFindings(findings, groupBy).map(group => (
        <section key={group.key} aria-label={titleOf(group)}>
          <h3 className={styles.group}>
            {titleOf(group)}
            <span className={styles.groupCount}>
              {t('orbits.groupCount', { count: group.findings.length })}
            </span>
          </h3>
          <FindingsTable
            {...table}
            aligned
            findings={group.findings}
            label={t('orbits.findingsOf', { group: titleOf(group) })}
          />
        </section>
      ))}
    </>
  );

  function titleOf({ kind, name }: FindingsGroup): string {
    switch (kind) {
      case 'cluster':
        return clusterOf(name).title ?? name;
      case 'wholeCluster':
        return t('orbits.groupWholeCluster');
      case 'check':
        return checkTitle(name);
      case 'checkForControl':
        return t('orbits.groupNoControl', { check: checkTitle(name) });
      default:
        return name;
    }
  }
}
