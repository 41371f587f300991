/** What a column is set to: a value, or what another column of the row holds. */
export type Value = string | number | boolean | null | Copy;

/** Stands for the value of another column of the same row, as it was before. */
export class Copy {
  readonly column: string;
  constructor(column: string) {
    this.column = column;
  }
}

/** Columns by name. */
export type Columns = Readonly<Record<string, Value>>;

/** Tables that a change of a run writes, each with the columns of its key. */
export const keyColumns = {
  runs: ['id'],
  run_targets: ['run_id', 'target_id'],
  run_steps: ['run_id', 'target_id', 'step_id'],
  approvals: ['id'],
} as const;

/** A table whose rows a change updates. */
export type UpdatedTable = keyof typeof keyColumns;
/** A table into which a change only inserts, or out of which it deletes. */
export type WrittenTable =
  | UpdatedTable
  | 'run_events'
  | 'run_evidence'
  | 'run_logs';

/** Columns of one row that are set. */
export interface RowUpdate {
  readonly table: UpdatedTable;
  readonly key: Columns;
  readonly columns: Record<string, Value>;
}

/** Rows that are gone: all of these columns are equal. */
export interface RowRemoval {
  readonly table: WrittenTable;
  readonly where: Columns;
}

/** A new row. */
export interface RowInsert {
  readonly table: WrittenTable;
  readonly row: Record<string, Value>;
}

/**
 * What a change of a run writes, gathered to be sent at once. The order is
 * removals, updates, inserts; what comes later in time is worked into what is
 * there already, so that this order tells the same.
 */
export class WriteSet {
  #removals: RowRemoval[] = [];
  readonly #updates = new Map<string, RowUpdate>();
  #inserts: RowInsert[] = [];

  get removals(): readonly RowRemoval[] {
    return this.#removals;
  }

  get updates(): readonly RowUpdate[] {
    return [...this.#updates.values()];
  }

  get inserts(): readonly RowInsert[] {
    return this.#inserts;
  }

  get isEmpty(): boolean {
    return (
      this.#removals.length + this.#updates.size + this.#inserts.length === 0
    );
  }

  /** Sets columns of a row that is there, or that this set inserts. */
  update(table: UpdatedTable, key: Columns, columns: Columns): void {
    const inserted = this.#inserts.find(
      item => item.table === table && fits(item.row, key),
    );
    if (inserted) {
      Object.assign(inserted.row, columns);
      return;
    }
    const id = keyColumns[table].map(name => key[name]).join('\n');
    const place = `${table}\n${id}`;
    const before = this.#updates.get(place);
    if (before) {
      Object.assign(before.columns, columns);
    } else {
      this.#updates.set(place, { table, key, columns: { ...columns } });
    }
  }

  /** Adds a row. */
  insert(table: WrittenTable, row: Columns): void {
    this.#inserts.push({ table, row: { ...row } });
  }

  /** Works in what another set writes after this one. */
  add(later: WriteSet): void {
    for (const { table, where } of later.removals) {
      this.remove(table, where);
    }
    for (const { table, key, columns } of later.updates) {
      this.update(table, key, columns);
    }
    for (const { table, row } of later.inserts) {
      this.insert(table, row);
    }
  }

  /** It was written: nothing is left. */
  clear(): void {
    this.#removals = [];
    this.#updates.clear();
    this.#inserts = [];
  }

  /** Deletes rows of the database and of this set. */
  remove(table: WrittenTable, where: Columns): void {
    this.#inserts = this.#inserts.filter(
      item => item.table !== table || !fits(item.row, where),
    );
    for (const [place, update] of this.#updates) {
      if (update.table === table && fits(update.key, where)) {
        this.#updates.delete(place);
      }
    }
    this.#removals.push({ table, where });
  }
}

function fits(row: Columns, where: Columns): boolean {
  return Object.entries(where).every(([name, value]) => row[name] === value);
}
