import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { DataSort } from '@mission-control/plugin-missions-react';
import { withParams } from './withParams';

/**
 * By what a table is sorted, kept in the address bar: the column, behind a `-`
 * when its greatest comes first. What the table cannot be sorted by, and what
 * it is sorted by anyway, is as if it were not there.
 */
export function useAddressSort(options: {
  /** Of the parameter, another one for each table of a page. */
  name: string;
  columns: readonly string[];
  usual: DataSort;
}): [DataSort, (sort: DataSort) => void] {
  const { name, columns, usual } = options;
  const [params, setParams] = useSearchParams();
  const text = params.get(name) ?? '';
  const sort = useMemo(() => {
    const column = text.replace(/^-/, '');
    return columns.includes(column)
      ? { column, descending: text.startsWith('-') }
      : usual;
  }, [text, columns, usual]);
  const setSort = useCallback(
    ({ column, descending }: DataSort) => {
      const isUsual =
        column === usual.column && descending === usual.descending;
      const value = `${descending ? '-' : ''}${column}`;
      setParams(
        before =>
          withParams(
            before,
            [name],
            new URLSearchParams(isUsual ? [] : [[name, value]]),
          ),
        { replace: true },
      );
    },
    [setParams, name, usual],
  );
  return [sort, setSort];
}
