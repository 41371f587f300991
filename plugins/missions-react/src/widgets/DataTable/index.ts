export { DataTable } from './DataTable';
export type { DataColumn, DataSort, DataTableProps } from './DataTable';
