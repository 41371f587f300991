import type { ParameterSchema } from '@mission-control/plugin-missions-common';

/**
 * A schema without its patterns. One that takes for ever would stop the page:
 * only the backend can end a comparison.
 */
export function withoutPatterns(schema: ParameterSchema): ParameterSchema {
  const { items, properties } = schema;
  return {
    ...schema,
    pattern: undefined,
    items: items && withoutPatterns(items),
    properties:
      properties &&
      Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          withoutPatterns(property),
        ]),
      ),
  };
}

/** Whether only the backend can say all that is wrong with a value. */
export function hasPattern(schema: ParameterSchema): boolean {
  const { pattern, items, properties = {} } = schema;
  return (
    pattern !== undefined ||
    (items !== undefined && hasPattern(items)) ||
    Object.values(properties).some(hasPattern)
  );
}
