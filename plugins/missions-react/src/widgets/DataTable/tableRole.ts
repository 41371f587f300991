/** A part of a table. @public */
export type TableRole =
  | 'table'
  | 'rowgroup'
  | 'row'
  | 'columnheader'
  | 'rowheader'
  | 'cell';

/**
 * Says what an element of a table is. Browsers forget it where a style draws
 * rows as cards.
 * @public
 */
export const tableRole = (role: TableRole): { role: TableRole } => ({ role });
