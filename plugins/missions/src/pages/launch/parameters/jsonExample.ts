import {
  visibleText,
  type ParameterSchema,
} from '@mission-control/plugin-missions-common';

/** What stands for a value that nothing is known of, by its type. */
const VALUES: Readonly<Record<ParameterSchema['type'], string>> = {
  string: '"…"',
  integer: '1',
  number: '1',
  boolean: 'true',
  array: '[]',
  object: '{}',
};

/**
 * A value of an object or list as JSON, such as `{"cpu": "…"}`: of what is
 * declared, where other properties are refused.
 */
export function jsonExample(schema: ParameterSchema): string {
  const { type, items, properties = {}, required = [], minimum } = schema;
  if (items) {
    return `[${valueOf(items)}]`;
  }
  const names = Object.keys(properties);
  const needed = names.filter(name => required.includes(name));
  const shown = needed.length > 0 ? needed : names.slice(0, 1);
  if (shown.length > 0) {
    const pairs = shown.map(name => `"${name}": ${valueOf(properties[name])}`);
    return `{${pairs.join(', ')}}`;
  }
  if (schema.additionalProperties) {
    return '{"key": "value"}';
  }
  return minimum === undefined ? VALUES[type] : String(minimum);
}

function valueOf(schema: ParameterSchema): string {
  const { default: preset, enum: options = [] } = schema;
  const known = preset ?? options[0];
  return known === undefined
    ? jsonExample(schema)
    : visibleText(JSON.stringify(known));
}
