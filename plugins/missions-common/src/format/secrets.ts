import type { MissionParameters, ParameterSchema } from './parameterSchema';

/** What stands in place of a secret. @public */
export const SECRET_MASK = '***';

/**
 * Characters that a secret has at least: a shorter text is part of so many
 * others that to hide it would hide them, and would tell it by that.
 * @public
 */
export const SHORTEST_SECRET = 4;

/**
 * Paths of the parameters that are secret; `*` stands for every item of a
 * list, such as `users.*.password`.
 * @public
 */
export function secretPaths(schema: MissionParameters | undefined): string[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, property]) =>
    pathsOf(property, name),
  );
}

/**
 * A copy of parameter values in which every secret is `***`. A secret without
 * a value stays without one.
 * @public
 */
export function maskSecrets(
  schema: MissionParameters | undefined,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      mask(ownSchema(schema?.properties, name), value),
    ]),
  );
}

/**
 * The secret values that parameters hold, longest first, so that a text can
 * be masked without leaving the rest of a longer one.
 * @public
 */
export function secretValues(
  schema: MissionParameters | undefined,
  values: Readonly<Record<string, unknown>>,
): string[] {
  const found = new Set<string>();
  const collect = (property: ParameterSchema | undefined, value: unknown) => {
    if (property?.secret) {
      if (typeof value === 'string' && value !== '') {
        found.add(value);
      }
    } else if (Array.isArray(value)) {
      value.forEach(item => collect(property?.items, item));
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        collect(ownSchema(property?.properties, name), item);
      }
    }
  };
  for (const [name, value] of Object.entries(values)) {
    collect(ownSchema(schema?.properties, name), value);
  }
  return [...found].sort((a, b) => b.length - a.length);
}

/** Whether a schema or a part of it is secret. @public */
export function holdsSecret(schema: ParameterSchema): boolean {
  return pathsOf(schema, '').length > 0;
}

function pathsOf(schema: ParameterSchema, path: string): string[] {
  if (schema.secret) {
    return [path];
  }
  return [
    ...(schema.items ? pathsOf(schema.items, `${path}.*`) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      pathsOf(property, `${path}.${name}`),
    ),
  ];
}

function mask(schema: ParameterSchema | undefined, value: unknown): unknown {
  if (value === undefined || value === null) {
    return value;
  }
  if (schema?.secret) {
    return SECRET_MASK;
  }
  if (Array.isArray(value)) {
    return value.map(item => mask(schema?.items, item));
  }
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        mask(ownSchema(schema?.properties, name), item),
      ]),
    );
  }
  return value;
}

function ownSchema(
  properties: Record<string, ParameterSchema> | undefined,
  name: string,
): ParameterSchema | undefined {
  return properties && Object.hasOwn(properties, name)
    ? properties[name]
    : undefined;
}
