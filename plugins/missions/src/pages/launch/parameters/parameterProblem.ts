import {
  canonicalJson,
  parameterProblems,
  SECRET_MASK,
  type ParameterFault,
} from '@mission-control/plugin-missions-common';
import type { ParameterRow } from '../../mission/parameterRows';
import { jsonExample } from './jsonExample';
import { jsonFault, type JsonFault } from './jsonFault';
import {
  hasNumbers,
  isEmpty,
  isNumber,
  isStructure,
  lostNumber,
  parameterKind,
  wordOf,
} from './parameterValue';
import { withoutPatterns } from './withoutPatterns';

type JsonPlace = Omit<JsonFault, 'found'> & Partial<JsonFault>;

/** What is wrong with a value. */
export type ParameterProblem =
  | { kind: 'missing' }
  /** Of what holds a secret, without what was found. */
  | ({ kind: 'json' } & JsonPlace)
  | { kind: 'notObject'; example: string }
  | { kind: 'notList' }
  | { kind: 'notNumber' | 'notKept'; value: string }
  | { kind: 'notOption'; value: string }
  | { kind: 'rule'; fault: ParameterFault }
  /** The entries of a list are counted from 1, without empty lines. */
  | { kind: 'line'; entry: number; problem: ParameterProblem }
  /** Within JSON, such as `[2].name`. */
  | { kind: 'within'; place: string; problem: ParameterProblem }
  | { kind: 'several'; problems: ParameterProblem[] }
  /** A sentence of the backend whose rule this page does not know. */
  | { kind: 'told'; message: string };

/** Problems by the name of their parameter. */
export type ParameterProblems = Readonly<
  Partial<Record<string, ParameterProblem>>
>;

/** What is wrong with the values of a form; patterns are compared by the backend. */
export function formProblems(
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
      const value = withoutBlanks(row, values[row.name]);
      if (isEmpty(value)) {
        return isUntouchedSwitch(row, value)
          ? [[row.name, row.defaultValue === true]]
          : [];
      }
      return problemOf(row, value) ? [] : [[row.name, value]];
    }),
  );
}

/** Problems of one parameter as one. */
export function severalProblems(
  problems: ParameterProblem[],
): ParameterProblem | undefined {
  return problems.length > 1 ? { kind: 'several', problems } : problems[0];
}

/** A problem at a path such as `hosts[2].name`, as the field can say it. */
export function placedProblem(
  row: ParameterRow,
  path: string,
  problem: ParameterProblem,
): ParameterProblem {
  const place = path.slice(row.name.length);
  if (place === '') {
    return problem;
  }
  const index = /^\[(\d+)\]$/.exec(place)?.[1];
  return index !== undefined && parameterKind(row) === 'lines'
    ? { kind: 'line', entry: Number(index) + 1, problem }
    : { kind: 'within', place: place.replace(/^\./, ''), problem };
}

function problemOf(
  row: ParameterRow,
  given: unknown,
): ParameterProblem | undefined {
  const value = withoutBlanks(row, given);
  if (isEmpty(value)) {
    return row.required && !isUntouchedSwitch(row, value)
      ? { kind: 'missing' }
      : undefined;
  }
  switch (parameterKind(row)) {
    case 'choice':
      return row.options?.some(option => isSame(option, value))
        ? undefined
        : {
            kind: 'notOption',
            value: row.secret ? SECRET_MASK : wordOf(value),
          };
    case 'number':
      return problemOfNumber(row.type, value) ?? problemOfRules(row, value);
    case 'lines':
      return Array.isArray(value)
        ? problemOfLines(row, value)
        : { kind: 'notList' };
    case 'json':
      return problemOfJson(row, value) ?? problemOfRules(row, value);
    default:
      return problemOfRules(row, value);
  }
}

/** What is wrong with what should be a number: it may still be a text, or too large. */
function problemOfNumber(
  type: string | undefined,
  value: unknown,
): ParameterProblem | undefined {
  if (typeof value === 'number') {
    const isTooLarge =
      type === 'integer' &&
      Number.isInteger(value) &&
      !Number.isSafeInteger(value);
    return isTooLarge ? { kind: 'notKept', value: String(value) } : undefined;
  }
  const text = String(value);
  return { kind: isNumber(text) ? 'notKept' : 'notNumber', value: text };
}

function problemOfLines(
  row: ParameterRow,
  value: readonly unknown[],
): ParameterProblem | undefined {
  const texts = value.flatMap((item, index) => {
    const problem = hasNumbers(row)
      ? problemOfNumber(row.itemType, item)
      : undefined;
    return problem
      ? [placedProblem(row, `${row.name}[${index}]`, problem)]
      : [];
  });
  return severalProblems(texts) ?? problemOfRules(row, value);
}

function problemOfRules(
  row: ParameterRow,
  value: unknown,
): ParameterProblem | undefined {
  return severalProblems(
    parameterProblems(withoutPatterns(row.schema), value, row.name).map(
      ({ path, fault }) => placedProblem(row, path, { kind: 'rule', fault }),
    ),
  );
}

function problemOfJson(
  row: ParameterRow,
  value: unknown,
): ParameterProblem | undefined {
  if (isStructure(row, value)) {
    return undefined;
  }
  const text = typeof value === 'string' ? value : '';
  const fault = typeof value === 'string' ? jsonFault(value) : undefined;
  if (fault) {
    const { found, ...place } = fault;
    const isTold = !row.secret || found === '';
    return { kind: 'json', ...place, ...(isTold && { found }) };
  }
  const lost = lostNumber(text);
  if (lost) {
    return { kind: 'notKept', value: row.secret ? SECRET_MASK : lost };
  }
  return row.type === 'array'
    ? { kind: 'notList' }
    : { kind: 'notObject', example: jsonExample(row.schema) };
}

/** A list without its empty lines; one that has no other is no value, unless a default would come back. */
function withoutBlanks(row: ParameterRow, value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) {
    return value;
  }
  const items = value.filter(
    item => typeof item !== 'string' || item.trim() !== '',
  );
  return items.length > 0 || row.defaultValue ? items : undefined;
}

function isUntouchedSwitch(row: ParameterRow, value: unknown): boolean {
  return row.required && parameterKind(row) === 'switch' && value === undefined;
}

/** Whether two values are equal, however their keys are ordered. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
