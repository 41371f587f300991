import { withinTimeLimit } from '@mission-control/plugin-missions-common';
import { isRecord } from '../object';
import { SchemaNode, SchemaRules } from '../schema/node';
import { StatusCause } from '../status';
import { invalidValue, required } from './validation';

/** What a custom object breaks in its definition's schema. */
export function schemaProblems(
  value: unknown,
  node: SchemaNode,
  path = '',
): StatusCause[] {
  const field = path || '<nil>';
  if (value === undefined) return [];
  if (value === null) {
    return node.rules.nullable ? [] : [wrongType(field, 'null', node)];
  }
  if (node.kind === 'untyped') return ruleProblems(value, node.rules, field);
  if (node.kind === 'list') {
    if (!Array.isArray(value)) return [wrongType(field, typeof value, node)];
    return [
      ...ruleProblems(value, node.rules, field),
      ...value.flatMap((item, i) =>
        schemaProblems(item, node.element(), `${path}[${i}]`),
      ),
    ];
  }
  if (node.kind === 'scalar') {
    const fits = {
      string: typeof value === 'string',
      boolean: typeof value === 'boolean',
      integer: Number.isInteger(value),
      number: typeof value === 'number',
      intOrString: typeof value === 'string' || Number.isInteger(value),
      quantity: typeof value === 'string' || typeof value === 'number',
      any: true,
    }[node.scalar];
    return fits
      ? ruleProblems(value, node.rules, field)
      : [wrongType(field, jsonType(value), node)];
  }
  if (!isRecord(value)) return [wrongType(field, jsonType(value), node)];
  const causes = node.required
    .filter(name => value[name] === undefined)
    .map(name => required(join(path, name)));
  for (const [key, child] of Object.entries(value)) {
    const type = node.fields.get(key)?.node() ?? node.element?.();
    if (type && !(path === '' && key === 'metadata')) {
      causes.push(...schemaProblems(child, type, join(path, key)));
    }
  }
  return causes;
}

function ruleProblems(
  value: unknown,
  rules: SchemaRules,
  field: string,
): StatusCause[] {
  const causes: StatusCause[] = [];
  const add = (rule: string) =>
    causes.push(invalidValue(field, value, `${field} in body ${rule}`));
  if (rules.enum && !rules.enum.includes(value)) {
    causes.push({
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(
        value,
      )}: supported values: ${rules.enum
        .map(item => JSON.stringify(item))
        .join(', ')}`,
      field,
    });
  }
  if (typeof value === 'string') {
    const { pattern } = rules;
    if (
      pattern &&
      !withinTimeLimit(() => new RegExp(pattern).test(value as string))
    ) {
      add(`should match '${pattern}'`);
    }
    if (rules.minLength !== undefined && value.length < rules.minLength) {
      add(`should be at least ${rules.minLength} chars long`);
    }
    if (rules.maxLength !== undefined && value.length > rules.maxLength) {
      add(`should be at most ${rules.maxLength} chars long`);
    }
  }
  if (typeof value === 'number') {
    if (rules.minimum !== undefined && value < rules.minimum) {
      add(`should be greater than or equal to ${rules.minimum}`);
    }
    if (rules.maximum !== undefined && value > rules.maximum) {
      add(`should be less than or equal to ${rules.maximum}`);
    }
  }
  if (Array.isArray(value)) {
    if (rules.minItems !== undefined && value.length < rules.minItems) {
      add(`should have at least ${rules.minItems} items`);
    }
    if (rules.maxItems !== undefined && value.length > rules.maxItems) {
      add(`should have at most ${rules.maxItems} items`);
    }
  }
  return causes;
}

function wrongType(field: string, got: string, node: SchemaNode): StatusCause {
  const names = { map: 'object', list: 'array', untyped: 'object' } as const;
  const expected = node.kind === 'scalar' ? node.scalar : names[node.kind];
  return {
    reason: 'FieldValueTypeInvalid',
    message: `Invalid value: "${got}": ${field} in body must be of type ${expected}: "${got}"`,
    field,
  };
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}
