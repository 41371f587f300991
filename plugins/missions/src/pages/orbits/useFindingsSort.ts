import type { DataSort } from '@mission-control/plugin-missions-react';
import { useAddressSort } from '../../shell/useAddressSort';
import { findingColumns } from './findings';

const worstFirst: DataSort = { column: 'severity', descending: true };

/** By what findings are sorted, as the address bar says; the worst first before somebody chooses. */
export function useFindingsSort() {
  return useAddressSort({
    name: 'sort',
    columns: findingColumns,
    usual: worstFirst,
  });
}
