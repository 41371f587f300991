import type { FieldChange } from '@mission-control/plugin-missions-common';
import { formatValue } from './formatValue';
import styles from './FieldDiff.module.css';

/** Props of {@link FieldDiff}. @public */
export interface FieldDiffProps {
  fields: readonly FieldChange[];
  /** Which object: `Changes of Deployment/web`. */
  label: string;
}

/** Field by field: now, after, and who owns the value now. @public */
export const FieldDiff = ({ fields, label }: FieldDiffProps) => (
  <div className={styles.scroll}>
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Now</th>
          <th scope="col">After</th>
          <th scope="col">Owner now</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(field => (
          <tr key={field.path}>
            <th scope="row" title={field.path}>
              {field.path}
            </th>
            <td className={styles.now}>{now(field)}</td>
            <td>
              <span className={styles.after}>{after(field)}</span>
            </td>
            <td className={styles.owner}>{field.owner ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function now({ before, secret }: FieldChange) {
  if (before === undefined || before === null) {
    return <span className={styles.unset}>not set</span>;
  }
  return <del>{secret ? 'secret' : formatValue(before)}</del>;
}

function after({ after: value, secret }: FieldChange) {
  if (value === undefined || value === null) {
    return 'removed';
  }
  return secret ? 'another secret' : formatValue(value);
}
