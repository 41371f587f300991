import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { FieldChange } from '@mission-control/plugin-missions-common';
import { formatValue } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Drift.module.css';

export interface WrittenFieldsProps {
  fields: readonly FieldChange[];
  label: string;
}

/** What a write changed, field by field: before it and after it. */
export function WrittenFields({ fields, label }: WrittenFieldsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const value = (given: unknown, secret?: boolean) => {
    if (given === undefined || given === null) {
      return <span className={styles.unset}>{t('run.driftUnset')}</span>;
    }
    return secret ? t('run.driftSecret') : formatValue(given);
  };
  return (
    <table className={styles.written} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('run.driftField')}</th>
          <th scope="col">{t('run.fieldBefore')}</th>
          <th scope="col">{t('run.fieldAfter')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(field => (
          <tr key={field.path}>
            <th scope="row">{field.path}</th>
            <td>
              <del>{value(field.before, field.secret)}</del>
            </td>
            <td>
              <span className={styles.now}>
                {value(field.after, field.secret)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
