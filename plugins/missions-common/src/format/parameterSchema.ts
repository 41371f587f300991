import { z } from 'zod';
import {
  formatWords,
  parameterFormats,
  type ParameterFormat,
} from './parameterFormats';
import { ofMaps } from './parts';

/** Types that a parameter may have. @public */
export const ParameterType = {
  string: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  array: 'array',
  object: 'object',
} as const;
/** @public */
export type ParameterType = (typeof ParameterType)[keyof typeof ParameterType];

/**
 * The subset of JSON Schema (2020-12) that describes one parameter, plus
 * `secret` and `ui:*` hints for the form.
 * @public
 */
export interface ParameterSchema {
  type: ParameterType;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  pattern?: string;
  format?: ParameterFormat;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  items?: ParameterSchema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  properties?: Record<string, ParameterSchema>;
  required?: string[];
  additionalProperties?: boolean;
  secret?: boolean;
  /** Hints for the form, such as `ui:widget` or `ui:advanced`. */
  [hint: `ui:${string}`]: unknown;
}

const count = z.int().min(0);

/** Names of parameters and of their properties: CEL identifiers. */
export const parameterName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,62}$/,
    'a name of letters, digits and _ that starts with a letter',
  );

const shape = {
  type: z.enum(ParameterType).describe('What the value is.'),
  title: z.string().max(200).optional().describe('Label in the form.'),
  description: z.string().max(2000).optional().describe('Help in the form.'),
  default: z.unknown().optional().describe('Value when none is given.'),
  enum: z
    .array(z.unknown())
    .min(1)
    .max(500)
    .optional()
    .describe('Allowed values.'),
  examples: z.array(z.unknown()).max(20).optional(),
  pattern: z
    .string()
    .max(1000)
    .optional()
    .describe('Regular expression that a string has to match.'),
  format: z
    .enum(parameterFormats)
    .optional()
    .describe(
      `Format that a string has to have: for date-time ${formatWords(
        'date-time',
      )}, for duration ${formatWords('duration')}.`,
    ),
  minLength: count.optional(),
  maxLength: count.optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  multipleOf: z.number().positive().optional(),
  minItems: count.optional(),
  maxItems: count.optional(),
  uniqueItems: z.boolean().optional(),
  required: z.array(z.string()).max(200).optional(),
  additionalProperties: z
    .boolean()
    .optional()
    .describe(
      'Whether an object may have more properties than the declared ones. Default false.',
    ),
  secret: z
    .boolean()
    .optional()
    .describe(
      'Sealed at rest, masked everywhere, never in a plan. Only for strings of at least 4 characters. What an expression makes of it, such as a part of it, is secret too.',
    ),
};

/**
 * Zod type of a {@link ParameterSchema}. The object is loose for the `ui:*`
 * hints; any other unknown key is refused.
 * @public
 */
export const parameterSchema: z.ZodType<ParameterSchema> = z
  .looseObject({
    ...shape,
    items: z
      .lazy(() => parameterSchema)
      .optional()
      .describe('Schema of the items of an array.'),
    properties: z
      .lazy(() => z.record(parameterName, parameterSchema))
      .optional()
      .describe('Schemas of the properties of an object.'),
  })
  .superRefine((value, ctx) => {
    const known = new Set([...Object.keys(shape), 'items', 'properties']);
    for (const key of Object.keys(value)) {
      if (!known.has(key) && !key.startsWith('ui:')) {
        ctx.addIssue({
          code: 'unrecognized_keys',
          keys: [key],
          input: value,
        });
      }
    }
  }, ofMaps)
  .meta({
    id: 'Parameter',
    description: 'A parameter, in a subset of JSON Schema.',
  }) as z.ZodType<ParameterSchema>;

/** Zod type of `spec.parameters`. */
export const missionParametersSchema = z
  .strictObject({
    type: z.literal('object').optional(),
    title: z.string().max(200).optional(),
    description: z.string().max(2000).optional(),
    required: z
      .array(z.string())
      .max(200)
      .optional()
      .describe('Parameters that must have a value.'),
    properties: z
      .record(parameterName, parameterSchema)
      .default({})
      .describe('The parameters by name.'),
  })
  .meta({
    id: 'Parameters',
    description: 'What a person or a caller chooses before a run.',
  });

/** `spec.parameters` of a mission. @public */
export type MissionParameters = z.infer<typeof missionParametersSchema>;
