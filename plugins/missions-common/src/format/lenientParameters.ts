import type { ParameterSchema } from './parameterSchema';
import type { ProblemPath } from './problem';
import { isMap, type RefusedParts } from './refusedParts';

/** Keywords without which a schema allows other values; without any other it allows more. */
const DECIDING: ReadonlySet<unknown> = new Set([
  'type',
  'secret',
  'items',
  'properties',
  'additionalProperties',
]);

/** Declarations of parameters without the keywords that the schema refused. */
export function lenientProperties(
  value: unknown,
  path: ProblemPath,
  refused: RefusedParts,
): Record<string, ParameterSchema> {
  return Object.fromEntries(
    Object.entries(isMap(value) ? value : {}).map(([name, property]) => [
      name,
      lenientParameter(property, [...path, name], refused),
    ]),
  );
}

/**
 * Whether a value that breaks the lenient schema at a path breaks the one that
 * is meant, too: what decides which values are allowed could all be read.
 */
export function isCertain(path: ProblemPath, refused: RefusedParts): boolean {
  return (
    !refused.has(path) &&
    refused.below(path).every(
      below =>
        !DECIDING.has(below.at(-1)) &&
        // A property that is no map at all
        below.at(-2) !== 'properties',
    )
  );
}

function lenientParameter(
  value: unknown,
  path: ProblemPath,
  refused: RefusedParts,
): ParameterSchema {
  const kept = Object.fromEntries(
    Object.entries(isMap(value) ? value : {}).filter(
      ([key]) => !refused.has([...path, key]),
    ),
  );
  const { items, properties } = kept;
  return {
    ...kept,
    ...(items !== undefined && {
      items: lenientParameter(items, [...path, 'items'], refused),
    }),
    ...(properties !== undefined && {
      properties: lenientProperties(
        properties,
        [...path, 'properties'],
        refused,
      ),
    }),
  } as unknown as ParameterSchema;
}
