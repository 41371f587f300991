export { DataTable } from './DataTable';
export type { DataColumn, DataSort, DataTableProps } from './DataTable';
export { tableRole } from './tableRole';
export type { TableRole } from './tableRole';
