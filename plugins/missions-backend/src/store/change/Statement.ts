/** One statement with `?` for each value. */
export interface Statement {
  readonly sql: string;
  readonly bindings: readonly (string | number | null)[];
}

/** A column's name; `by` is a word of SQL. */
export function quoted(name: string): string {
  return `"${name}"`;
}
