import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { FieldChange } from '@mission-control/plugin-missions-common';
import { formatValue } from '@mission-control/plugin-missions-react';
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
  const value = (given: unknown, secret?: boolean) => {
    if (given === undefined || given === null) {
      return <span className={styles.unset}>{t('run.driftUnset')}</span>;
    }
    return secret ? t('run.driftSecret') : formatValue(given);
  };
  return (
    <ScrollArea label={label}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('run.driftField')}</th>
            <th scope="col">{t('run.driftBefore')}</th>
            <th scope="col">{t('run.driftAfter')}</th>
            <th scope="col">{t('run.driftNow')}</th>
            <th scope="col">{t('run.driftBy')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(field => (
            <tr key={field.path}>
              <th scope="row">{field.path}</th>
              <td>{value(field.after, field.secret)}</td>
              <td>{value(field.written, field.secret)}</td>
              <td>
                <span className={styles.now}>
                  {value(field.before, field.secret)}
                </span>
              </td>
              <td className={styles.by}>
                {field.owner ?? t('run.driftNobody')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
