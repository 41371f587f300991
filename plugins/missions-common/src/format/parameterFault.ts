import { suggestionWords } from '../expressions/suggestion';
import { formatWords, type ParameterFormat } from './parameterFormats';
import type { ParameterType } from './parameterSchema';

/**
 * A rule of JSON Schema that a value breaks, by its keyword. It holds what the
 * schema says and how long the value is, never the value: that may be secret.
 * @public
 */
export type ParameterFault =
  | { readonly keyword: 'required' | 'uniqueItems' }
  | {
      readonly keyword: 'additionalProperties';
      readonly name: string;
      /** A declared name that is close to it. */
      readonly similar?: string;
    }
  | { readonly keyword: 'type'; readonly type: ParameterType }
  | { readonly keyword: 'enum'; readonly options: readonly unknown[] }
  | {
      readonly keyword: 'minLength' | 'maxLength' | 'minItems' | 'maxItems';
      readonly limit: number;
      readonly length: number;
    }
  | { readonly keyword: ParameterBound; readonly limit: number }
  | {
      readonly keyword: 'pattern';
      readonly pattern: string;
      /** Where the comparison was ended: the milliseconds that it had. */
      readonly limitMs?: number;
    }
  | { readonly keyword: 'format'; readonly format: ParameterFormat }
  /** No keyword of JSON Schema: levels of nesting. */
  | { readonly keyword: 'depth'; readonly limit: number };

/** What bounds a number. @public */
export type ParameterBound =
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'multipleOf';

const BOUND: Readonly<Record<ParameterBound, string>> = {
  minimum: 'at least',
  maximum: 'at most',
  exclusiveMinimum: 'greater than',
  exclusiveMaximum: 'less than',
  multipleOf: 'a multiple of',
};

const ARTICLE: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** A type of JSON, or `integer`, with its article. */
export function typeWords(type: string): string {
  return ARTICLE[type];
}

/** What is wrong, as it follows the name of a parameter. */
export function faultWords(fault: ParameterFault): string {
  switch (fault.keyword) {
    case 'required':
      return 'is required and has no value';
    case 'additionalProperties':
      return `is not declared by the mission.${suggestionWords(fault.similar)}`;
    case 'type':
      return `must be ${typeWords(fault.type)}`;
    case 'enum':
      return `must be one of ${fault.options.map(excerpt).join(', ')}`;
    case 'minLength':
      return `must have at least ${fault.limit} characters`;
    case 'maxLength':
      return `must have at most ${fault.limit} characters`;
    case 'minItems':
      return `must have at least ${fault.limit} items`;
    case 'maxItems':
      return `must have at most ${fault.limit} items`;
    case 'uniqueItems':
      return 'must not hold the same item twice';
    case 'pattern':
      return fault.limitMs === undefined
        ? `must match ${fault.pattern}`
        : `cannot be compared with ${fault.pattern} within ${fault.limitMs} ms; the mission needs a simpler pattern`;
    case 'format':
      return `must be ${formatWords(fault.format)}`;
    case 'depth':
      return `is nested deeper than ${fault.limit} levels`;
    default:
      return `must be ${BOUND[fault.keyword]} ${fault.limit}`;
  }
}

/** A value as JSON, cut to 80 characters. */
export function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
