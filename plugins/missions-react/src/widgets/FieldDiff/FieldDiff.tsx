import {
  visibleText,
  type FieldChange,
} from '@mission-control/plugin-missions-common';
import { useText, type Text } from '../../text';
import { tableRole } from '../DataTable';
import { formatValue } from './formatValue';
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
            <tr key={field.path} {...tableRole('row')}>
              <th scope="row" {...tableRole('rowheader')} title={field.path}>
                {visibleText(field.path)}
              </th>
              <td
                {...tableRole('cell')}
                className={styles.now}
                data-label={t('diff.now')}
              >
                {now(t, field)}
              </td>
              <td {...tableRole('cell')} data-label={t('diff.after')}>
                <span className={styles.after}>{after(t, field)}</span>
              </td>
              <td
                {...tableRole('cell')}
                className={styles.owner}
                data-label={t('diff.owner')}
              >
                {field.owner}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

function now(t: Text, { before, secret }: FieldChange) {
  if (before === undefined || before === null) {
    return <span className={styles.unset}>{t('diff.unset')}</span>;
  }
  return <del>{secret ? t('diff.secret') : formatValue(before)}</del>;
}

function after(t: Text, { after: value, secret }: FieldChange) {
  if (value === undefined || value === null) {
    return t('diff.removed');
  }
  return secret ? t('diff.otherSecret') : formatValue(value);
}
