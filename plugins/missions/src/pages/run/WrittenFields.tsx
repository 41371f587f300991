import { useMemo } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  comparedValues,
  visibleText,
  type FieldChange,
} from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import styles from './Drift.module.css';

export interface WrittenFieldsProps {
  fields: readonly FieldChange[];
  label: string;
}

/** What a write changed, field by field: before it and after it. */
export function WrittenFields({ fields, label }: WrittenFieldsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
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
          <Row key={field.path} field={field} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ field }: { field: FieldChange }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { path, before, after, secret } = field;
  const [shownBefore, shownAfter] = useMemo(
    () => comparedValues([before, after], 'lines'),
    [before, after],
  );
  const value = (given: unknown, shown: string) => {
    if (given === undefined || given === null) {
      return <span className={styles.unset}>{t('run.driftUnset')}</span>;
    }
    return secret ? t('run.driftSecret') : shown;
  };
  return (
    <tr>
      <th scope="row">{visibleText(path)}</th>
      <td>
        <del>{value(before, shownBefore)}</del>
      </td>
      <td>
        <span className={styles.now}>{value(after, shownAfter)}</span>
      </td>
    </tr>
  );
}
