import type { ParameterSchema } from '@mission-control/plugin-missions-common';
import type { ParameterRow } from '../../mission/parameterRows';
import { jsonExample } from './jsonExample';
import { jsonFault, type JsonFault } from './jsonFault';
import {
  hasNumbers,
  isNumber,
  isStructure,
  parameterKind,
} from './parameterValue';

/** What is wrong with a value before anybody is asked; the backend checks the rest. */
export type ParameterProblem =
  | { kind: 'missing' }
  | ({ kind: 'json' } & JsonFault)
  | { kind: 'notObject'; example: string }
  | { kind: 'notList' }
  | { kind: 'notNumber' | 'notKept'; value: string }
  | { kind: 'notWhole' }
  | { kind: 'tooSmall'; bound: number }
  | { kind: 'tooLarge'; bound: number }
  | { kind: 'line'; line: number; problem: ParameterProblem }
  | { kind: 'notOption'; value: string };

/** Problems by the name of their parameter. */
export type ParameterProblems = Readonly<
  Partial<Record<string, ParameterProblem>>
>;

/** What is wrong with the values of a form. */
export function parameterProblems(
  rows: readonly ParameterRow[],
  values: Record<string, unknown>,
): ParameterProblems {
  return Object.fromEntries(
    rows.flatMap(row => {
      const problem = problemOf(row, values[row.name]);
      return problem ? [[row.name, problem]] : [];
    }),
  );
}

/**
 * The values to send: without empty ones, and without those that are wrong. A
 * switch that has to be set is sent as it is shown.
 */
export function sentParameters(
  rows: readonly ParameterRow[],
  values: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    rows.flatMap(row => {
      const value = withoutBlanks(values[row.name]);
      if (isEmpty(value)) {
        return isUntouchedSwitch(row, value) ? [[row.name, false]] : [];
      }
      return problemOf(row, value) ? [] : [[row.name, value]];
    }),
  );
}

function problemOf(
  row: ParameterRow,
  given: unknown,
): ParameterProblem | undefined {
  const value = withoutBlanks(given);
  if (isEmpty(value)) {
    return row.required && !isUntouchedSwitch(row, value)
      ? { kind: 'missing' }
      : undefined;
  }
  switch (parameterKind(row)) {
    case 'choice':
      return row.options?.some(option => isSame(option, value))
        ? undefined
        : { kind: 'notOption', value: String(value) };
    case 'number':
      return problemOfNumber(row.schema, value);
    case 'lines':
      return problemOfLines(row, value);
    case 'json':
      return problemOfJson(row, value);
    default:
      return undefined;
  }
}

function problemOfNumber(
  {
    type,
    minimum,
    maximum,
  }: Pick<ParameterSchema, 'type' | 'minimum' | 'maximum'>,
  value: unknown,
): ParameterProblem | undefined {
  if (typeof value !== 'number') {
    const text = String(value);
    return { kind: isNumber(text) ? 'notKept' : 'notNumber', value: text };
  }
  if (type === 'integer' && !Number.isInteger(value)) {
    return { kind: 'notWhole' };
  }
  if (minimum !== undefined && value < minimum) {
    return { kind: 'tooSmall', bound: minimum };
  }
  return maximum !== undefined && value > maximum
    ? { kind: 'tooLarge', bound: maximum }
    : undefined;
}

function problemOfLines(
  row: ParameterRow,
  value: unknown,
): ParameterProblem | undefined {
  if (!Array.isArray(value)) {
    return { kind: 'notList' };
  }
  const { items } = row.schema;
  const found = value.map(item =>
    items && hasNumbers(row) ? problemOfNumber(items, item) : undefined,
  );
  const index = found.findIndex(problem => problem !== undefined);
  const problem = found[index];
  return problem && { kind: 'line', line: index + 1, problem };
}

function problemOfJson(
  row: ParameterRow,
  value: unknown,
): ParameterProblem | undefined {
  if (isStructure(row, value)) {
    return undefined;
  }
  const fault = typeof value === 'string' ? jsonFault(value) : undefined;
  if (fault) {
    return { kind: 'json', ...fault };
  }
  return row.type === 'array'
    ? { kind: 'notList' }
    : { kind: 'notObject', example: jsonExample(row.schema) };
}

/** A list without its empty lines; one that has no other is no value. */
function withoutBlanks(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) {
    return value;
  }
  const items = value.filter(item => item !== '');
  return items.length > 0 ? items : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function isUntouchedSwitch(row: ParameterRow, value: unknown): boolean {
  return row.required && parameterKind(row) === 'switch' && value === undefined;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
