import type { ReactNode } from 'react';
import { ScrollArea } from './ScrollArea';
import styles from './FactTable.module.css';

export interface FactTableProps {
  /** What the table is about, for who cannot see its title. */
  label: string;
  columns: readonly string[];
  /** Its rows: a `th` that names the fact, then `td`. */
  children: ReactNode;
}

/** A small table of facts that are read, not sorted; what stands beside a name is `small`. */
export function FactTable({ label, columns, children }: FactTableProps) {
  return (
    <ScrollArea label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(title => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollArea>
  );
}
