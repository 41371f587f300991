import type { ProblemPath } from './problem';
import { missionJsonSchema, type JsonSchema } from './jsonSchema';

/** The keys that the format knows at a path; empty when any key is allowed. */
export function schemaKeysAt(path: ProblemPath): readonly string[] {
  const root = missionJsonSchema();
  let schemas: JsonSchema[] = [root];
  for (const part of path) {
    schemas = schemas.flatMap(schema => step(resolve(root, schema), part));
  }
  return [
    ...new Set(
      schemas.flatMap(schema =>
        alternatives(root, schema).flatMap(one =>
          Object.keys(one.properties ?? {}),
        ),
      ),
    ),
  ];
}

function step(schema: JsonSchema, part: string | number): JsonSchema[] {
  const root = missionJsonSchema();
  return alternatives(root, schema).flatMap(one => {
    if (typeof part === 'number') {
      return one.items ? [one.items] : [];
    }
    const property = one.properties?.[part];
    if (property) {
      return [property];
    }
    return typeof one.additionalProperties === 'object'
      ? [one.additionalProperties]
      : [];
  });
}

function alternatives(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  const resolved = resolve(root, schema);
  return resolved.anyOf
    ? resolved.anyOf.flatMap(one => alternatives(root, one))
    : [resolved];
}

/** Follows `#/$defs/<name>`. */
export function resolve(root: JsonSchema, schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.replace('#/$defs/', '');
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target ? resolve(root, target) : schema;
}
