import type { ReactNode } from 'react';
import { useText, type Text } from '../../text';
import { VisuallyHidden } from '../VisuallyHidden';
import styles from './HeatMap.module.css';

/** One cell of a {@link HeatMap}. @public */
export interface HeatCell {
  row: string;
  column: string;
  status: 'pass' | 'fail' | 'not_assessed';
  count: number;
}

/** Props of {@link HeatMap}. @public */
export interface HeatMapProps {
  rows: readonly { id: string; label: ReactNode }[];
  columns: readonly { id: string; title: string }[];
  cells: readonly HeatCell[];
  label: string;
}

/** Cluster by control; what nobody looked at is hatched, never green. @public */
export const HeatMap = ({ rows, columns, cells, label }: HeatMapProps) => {
  const t = useText();
  const byPlace = new Map(
    cells.map(cell => [`${cell.row}\n${cell.column}`, cell]),
  );
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <td aria-hidden="true" />
            {columns.map(({ id, title }) => (
              <th key={id} scope="col" className={styles.column}>
                <span title={title}>{title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <th scope="row" className={styles.row}>
                {row.label}
              </th>
              {columns.map(({ id, title }) => {
                const cell = byPlace.get(`${row.id}\n${id}`);
                const status = cell?.status ?? 'not_assessed';
                const words = wordsFor(t, status, cell?.count ?? 0);
                return (
                  <td
                    key={id}
                    className={styles.cell}
                    data-status={status}
                    title={t('heat.cell', {
                      row: row.id,
                      column: title,
                      status: words,
                    })}
                  >
                    <span aria-hidden="true">
                      {signFor(status, cell?.count)}
                    </span>
                    <VisuallyHidden>{words}</VisuallyHidden>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.legend} aria-hidden="true">
        <span data-status="pass">{t('heat.passed')}</span>
        <span data-status="fail">{t('heat.legendFindings')}</span>
        <span data-status="not_assessed">{t('heat.notAssessed')}</span>
      </div>
    </div>
  );
};

function signFor(status: HeatCell['status'], count?: number): string {
  return { pass: '✓', fail: String(count ?? ''), not_assessed: '' }[status];
}

function wordsFor(t: Text, status: HeatCell['status'], count: number): string {
  switch (status) {
    case 'pass':
      return t('heat.passed');
    case 'fail':
      return t('heat.findings', { count });
    default:
      return t('heat.notAssessed');
  }
}
