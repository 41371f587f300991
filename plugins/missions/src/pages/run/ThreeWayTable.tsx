import { useMemo } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  comparedValues,
  visibleText,
  type FieldChange,
} from '@mission-control/plugin-missions-common';
import { tableRole } from '@mission-control/plugin-missions-react';
import { ScrollArea } from '../../shell/ScrollArea';
import { missionsTranslationRef } from '../../translation';
import styles from './Drift.module.css';

export interface ThreeWayTableProps {
  fields: readonly FieldChange[];
  label: string;
}

/** Field by field: before the run, as the run left it, now, and who changed it. */
export function ThreeWayTable({ fields, label }: ThreeWayTableProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <ScrollArea label={label}>
      <table
        className={styles.table}
        aria-label={label}
        {...tableRole('table')}
      >
        <thead {...tableRole('rowgroup')}>
          <tr {...tableRole('row')}>
            <th scope="col" {...tableRole('columnheader')}>
              {t('run.driftField')}
            </th>
            <th scope="col" {...tableRole('columnheader')}>
              {t('run.driftBefore')}
            </th>
            <th scope="col" {...tableRole('columnheader')}>
              {t('run.driftAfter')}
            </th>
            <th scope="col" {...tableRole('columnheader')}>
              {t('run.driftNow')}
            </th>
            <th scope="col" {...tableRole('columnheader')}>
              {t('run.driftBy')}
            </th>
          </tr>
        </thead>
        <tbody {...tableRole('rowgroup')}>
          {fields.map(field => (
            <Row key={field.path} field={field} />
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Row({ field }: { field: FieldChange }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { path, after, written, before, secret, owner } = field;
  const [wasShown, writtenShown, nowShown] = useMemo(
    () => comparedValues([after, written, before], 'lines'),
    [after, written, before],
  );
  const value = (given: unknown, shown: string) => {
    if (given === undefined || given === null) {
      return <span className={styles.unset}>{t('run.driftUnset')}</span>;
    }
    return secret ? t('run.driftSecret') : shown;
  };
  return (
    <tr {...tableRole('row')}>
      <th scope="row" {...tableRole('rowheader')}>
        {visibleText(path)}
      </th>
      <td {...tableRole('cell')} data-label={t('run.driftBefore')}>
        {value(after, wasShown)}
      </td>
      <td {...tableRole('cell')} data-label={t('run.driftAfter')}>
        {value(written, writtenShown)}
      </td>
      <td {...tableRole('cell')} data-label={t('run.driftNow')}>
        <span className={styles.now}>{value(before, nowShown)}</span>
      </td>
      <td
        {...tableRole('cell')}
        className={styles.by}
        data-label={t('run.driftBy')}
      >
        {owner ?? t('run.driftNobody')}
      </td>
    </tr>
  );
}
