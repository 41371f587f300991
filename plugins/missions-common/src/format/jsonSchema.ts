import { z } from 'zod';
import { missionSchema } from './schema';

/** The part of JSON Schema that the format uses. @public */
export interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  title?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  patternProperties?: Record<string, JsonSchema>;
  [keyword: string]: unknown;
}

let made: JsonSchema | undefined;

/**
 * JSON Schema (2020-12) of a mission file for editors, from the one zod
 * schema. Do not change what it returns.
 * @public
 */
export function missionJsonSchema(): JsonSchema {
  made ??= z.toJSONSchema(missionSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.id === 'Parameter') {
        jsonSchema.additionalProperties = false;
        jsonSchema.patternProperties = { '^ui:': {} };
      }
      delete jsonSchema.id;
    },
  }) as JsonSchema;
  return made;
}
