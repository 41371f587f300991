import type { FieldChange } from '@mission-control/plugin-missions-common';
import { useText, type Text } from '../../text';
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
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('diff.field')}</th>
            <th scope="col">{t('diff.now')}</th>
            <th scope="col">{t('diff.after')}</th>
            <th scope="col">{t('diff.owner')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(field => (
            <tr key={field.path}>
              <th scope="row" title={field.path}>
                {field.path}
              </th>
              <td className={styles.now}>{now(t, field)}</td>
              <td>
                <span className={styles.after}>{after(t, field)}</span>
              </td>
              <td className={styles.owner}>{field.owner ?? ''}</td>
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
