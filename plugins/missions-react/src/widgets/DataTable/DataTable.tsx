import type { ReactNode } from 'react';
import '../../tokens.css';
import { tableRole, type TableRole } from './tableRole';
import { VisuallyHidden } from '../VisuallyHidden';
import styles from './DataTable.module.css';

/** A column of a {@link DataTable}. @public */
export interface DataColumn<T> {
  id: string;
  title: string;
  /** Only for screen readers: a column of buttons. */
  titleHidden?: boolean;
  align?: 'start' | 'end';
  /** The cell that names its row. */
  rowHeader?: boolean;
  /** CSS width; the rest is shared by the columns without one. */
  width?: string;
  /** Left out where the page is narrow. */
  wideOnly?: boolean;
  /** Sorts by this; without it the column cannot be sorted. */
  sortable?: boolean;
  cell: (row: T) => ReactNode;
}

/** By what a table is sorted. @public */
export interface DataSort {
  column: string;
  descending: boolean;
}

/** Props of {@link DataTable}. @public */
export interface DataTableProps<T> {
  label: string;
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  /** The row that `j` and `k` are on. */
  currentId?: string;
  sort?: DataSort;
  onSort?: (sort: DataSort) => void;
  /** Where the page is narrow, each row is a card with all of its columns. */
  stacked?: boolean;
}

/** A dense table with a hairline between rows; wide ones scroll in their card. @public */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, rows, rowId, currentId, sort, onSort } = props;
  const stacked = props.stacked || undefined;
  const role = (name: TableRole) => (stacked ? tableRole(name) : {});
  return (
    <div className={styles.scroll}>
      <table
        className={styles.table}
        aria-label={label}
        data-stacked={stacked}
        {...role('table')}
      >
        <thead {...role('rowgroup')}>
          <tr {...role('row')}>
            {columns.map(column => (
              <th
                key={column.id}
                scope="col"
                {...role('columnheader')}
                style={column.width ? { width: column.width } : undefined}
                data-align={column.align}
                data-wide-only={column.wideOnly || undefined}
                aria-sort={ariaSort(column, sort)}
              >
                <Title column={column} sort={sort} onSort={onSort} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...role('rowgroup')}>
          {rows.map(row => {
            const id = rowId(row);
            return (
              <tr
                key={id}
                {...role('row')}
                data-row-id={id}
                data-current={id === currentId || undefined}
              >
                {columns.map(column => {
                  const cell = {
                    'data-align': column.align,
                    'data-wide-only': column.wideOnly || undefined,
                    'data-label': column.titleHidden ? undefined : column.title,
                  };
                  return column.rowHeader ? (
                    <th
                      key={column.id}
                      scope="row"
                      {...role('rowheader')}
                      {...cell}
                    >
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.id} {...role('cell')} {...cell}>
                      {column.cell(row)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Title<T>(props: {
  column: DataColumn<T>;
  sort?: DataSort;
  onSort?: (sort: DataSort) => void;
}) {
  const { column, sort, onSort } = props;
  if (column.titleHidden) {
    return <VisuallyHidden>{column.title}</VisuallyHidden>;
  }
  if (!column.sortable || !onSort) {
    return <>{column.title}</>;
  }
  const active = sort?.column === column.id;
  return (
    <button
      type="button"
      className={styles.sort}
      onClick={() =>
        onSort({ column: column.id, descending: active && !sort.descending })
      }
    >
      {column.title}
      <span aria-hidden="true">{arrowOf(active, sort?.descending)}</span>
    </button>
  );
}

function arrowOf(active: boolean, descending?: boolean): string {
  if (!active) {
    return '';
  }
  return descending ? ' ↓' : ' ↑';
}

function ariaSort<T>(column: DataColumn<T>, sort?: DataSort) {
  if (!column.sortable) {
    return undefined;
  }
  if (sort?.column !== column.id) {
    return 'none' as const;
  }
  return sort.descending ? ('descending' as const) : ('ascending' as const);
}
