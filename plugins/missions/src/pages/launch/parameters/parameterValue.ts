import {
  visibleText,
  visibleValue,
} from '@mission-control/plugin-missions-common';
import type { ParameterRow } from '../../mission/parameterRows';

/** How a parameter is filled in. */
export type ParameterKind =
  | 'switch'
  | 'choice'
  | 'number'
  | 'lines'
  | 'json'
  | 'text';

const NUMBERS = /-?\d[\d.]*(?:e[+-]?\d+)?/gi;
const LINE_TYPES = [undefined, 'string', 'integer', 'number'];

/** The way of filling in that fits the schema: what has parts of its own is JSON. */
export function parameterKind(row: ParameterRow): ParameterKind {
  if (row.type === 'boolean') {
    return 'switch';
  }
  if (row.options) {
    return 'choice';
  }
  if (row.type === 'integer' || row.type === 'number') {
    return 'number';
  }
  if (row.type === 'array') {
    return LINE_TYPES.includes(row.itemType) ? 'lines' : 'json';
  }
  return row.type === 'object' ? 'json' : 'text';
}

/** Whether the lines of a list are numbers. */
export function hasNumbers({ itemType }: ParameterRow): boolean {
  return itemType === 'integer' || itemType === 'number';
}

/** Whether a value is what the JSON of this parameter has to be. */
export function isStructure(row: ParameterRow, value: unknown): boolean {
  return row.type === 'array'
    ? Array.isArray(value)
    : typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text that a field shows for a value. */
export function textOf(row: ParameterRow, value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (typeof value === 'string') {
    return value;
  }
  return parameterKind(row) === 'lines' && Array.isArray(value)
    ? value.map(written).join('\n')
    : JSON.stringify(value);
}

/**
 * The value that a typed text stands for: none for an empty one, an empty list
 * where a list has a default, and the text itself while it is not yet what it
 * has to be, so that it is not lost.
 */
export function valueOf(row: ParameterRow, text: string): unknown {
  switch (parameterKind(row)) {
    case 'json':
      return text.trim() === '' ? undefined : jsonOf(row, text);
    case 'lines': {
      const lines = text.split('\n').filter(line => line.trim() !== '');
      const items = hasNumbers(row) ? lines.map(numberOf) : lines;
      // Without a value the default would come back.
      return items.length > 0 || row.defaultValue ? items : undefined;
    }
    case 'number':
      return text.trim() === '' ? undefined : numberOf(text);
    default:
      return text === '' ? undefined : text;
  }
}

/** Whether a value is as good as none. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** A number within JSON that would become another, as it is written. */
export function lostNumber(json: string): string | undefined {
  const numbers = json.replace(/"(?:[^"\\]|\\.)*"/g, '').match(NUMBERS) ?? [];
  return numbers.find(text => typeof numberOf(text) !== 'number');
}

/** Whether a text is a number, however long, as JSON and YAML write it. */
export function isNumber(text: string): boolean {
  return /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text.trim());
}

/** A value in words: a text bare, what cannot be seen written out. */
export function wordOf(value: unknown): string {
  return typeof value === 'string'
    ? visibleValue(value)
    : visibleText(written(value));
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function jsonOf(row: ParameterRow, text: string): unknown {
  try {
    const value = JSON.parse(text);
    return isStructure(row, value) && !lostNumber(text) ? value : text;
  } catch {
    return text;
  }
}

/** The text itself where it is no number, or one that would become another. */
function numberOf(text: string): unknown {
  const number = Number(text);
  const isKept =
    !Number.isInteger(number) ||
    significantDigits(text) === significantDigits(String(number));
  return isNumber(text) && Number.isFinite(number) && isKept ? number : text;
}

/** What two ways to write a whole number have in common. */
function significantDigits(text: string): string {
  return text.replace(/e.*|\D/gi, '').replace(/^0+|0+$/g, '');
}
