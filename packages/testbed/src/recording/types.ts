import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where the simulator keeps what was recorded of a real API server. */
export const GENERATED = join(
  dirname(
    require.resolve(
      '@mission-control/plugin-missions-backend-module-demo/package.json',
    ),
  ),
  'src/simulator/schema/generated',
);

/** A type as OpenAPI tells it, its references cut to `#<name>`. */
export interface RecordedType {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, RecordedType>>;
  readonly items?: RecordedType;
  readonly additionalProperties?: RecordedType | boolean;
}

/** The kinds that the simulator serves, and all their types. */
export interface RecordedTypes {
  /** The name of each kind's type, by `<group>/<version>/<kind>`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, RecordedType>>;
}

/** Reads what `record-schema.mjs` recorded. */
export async function readTypes(): Promise<RecordedTypes> {
  return JSON.parse(await readFile(join(GENERATED, 'recorded.json'), 'utf8'));
}

/** The name of the type that a schema refers to. */
export function nameOf(schema: RecordedType | undefined): string | undefined {
  return schema?.$ref?.slice(1);
}
