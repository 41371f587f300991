import type { ParameterRow } from '../mission/parameterRows';

/** Required parameters without a value; the backend checks the rest. */
export function missingParameters(
  rows: readonly ParameterRow[],
  values: Record<string, unknown>,
): ParameterRow[] {
  return rows.filter(
    row =>
      row.required &&
      (values[row.name] === undefined || values[row.name] === ''),
  );
}
