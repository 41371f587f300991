import { useMemo } from 'react';
import {
  comparedValues,
  visibleText,
  type FieldChange,
} from '@mission-control/plugin-missions-common';
import { useText, type Text } from '../../text';
import { tableRole } from '../DataTable';
import styles from './FieldDiff.module.css';

/** Props of {@link FieldDiff}. @public */
export interface FieldDiffProps {
  fields: readonly FieldChange[];
  /** Which object: `Changes of Deployment/web`. */
  label: string;
}

/** Field by field: now, after, and who owns the value now. @public */
export const FieldDiff = ({ fields, label }: FieldDiffProps) => {
  const t = useText();
  return (
    <div className={styles.scroll}>
      <table
        className={styles.table}
        {...tableRole('table')}
        aria-label={label}
      >
        <thead {...tableRole('rowgroup')}>
          <tr {...tableRole('row')}>
            {(['field', 'now', 'after', 'owner'] as const).map(column => (
              <th key={column} scope="col" {...tableRole('columnheader')}>
                {t(`diff.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...tableRole('rowgroup')}>
          {fields.map(field => (
            <Row key={field.path} field={field} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

function Row({ field }: { field: FieldChange }) {
  const t = useText();
  const { path, before, after, owner } = field;
  const [shownBefore, shownAfter] = useMemo(
    () => comparedValues([before, after], 'lines'),
    [before, after],
  );
  return (
    <tr {...tableRole('row')}>
      <th scope="row" {...tableRole('rowheader')} title={path}>
        {visibleText(path)}
      </th>
      <td
        {...tableRole('cell')}
        className={styles.now}
        data-label={t('diff.now')}
      >
        {now(t, field, shownBefore)}
      </td>
      <td {...tableRole('cell')} data-label={t('diff.after')}>
        <span className={styles.after}>{afterwards(t, field, shownAfter)}</span>
      </td>
      <td
        {...tableRole('cell')}
        className={styles.owner}
        data-label={t('diff.owner')}
      >
        {owner}
      </td>
    </tr>
  );
}

function now(t: Text, { before, secret }: FieldChange, shown: string) {
  if (before === undefined || before === null) {
    return <span className={styles.unset}>{t('diff.unset')}</span>;
  }
  return <del>{secret ? t('diff.secret') : shown}</del>;
}

function afterwards(t: Text, { after, secret }: FieldChange, shown: string) {
  if (after === undefined || after === null) {
    return t('diff.removed');
  }
  return secret ? t('diff.otherSecret') : shown;
}
