import { z } from 'zod';

type Override = NonNullable<
  NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']
>;

/** Inputs by their schema: sources are read again and again. */
const inputs = new WeakMap<z.ZodType, Record<string, unknown>>();

/**
 * JSON Schema of the input of an action or check, as a mission writes it. What
 * JSON Schema cannot say is left open: no input that zod takes is refused by it.
 */
export function inputSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const made = inputs.get(schema) ?? toJsonSchema(schema, 'input');
  inputs.set(schema, made);
  return made;
}

/** JSON Schema of the output of an action. */
export function outputSchemaOf(schema: z.ZodType): Record<string, unknown> {
  return toJsonSchema(schema, 'output');
}

function toJsonSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: io === 'input' ? leaveOpen : undefined,
  }) as Record<string, unknown>;
}

/** Takes away what zod itself does not insist on. */
function leaveOpen({ zodSchema, jsonSchema }: Parameters<Override>[0]): void {
  const { def } = zodSchema._zod;
  if (def.type === 'catch' || ('coerce' in def && def.coerce)) {
    delete jsonSchema.type;
    delete jsonSchema.enum;
  }
  if (jsonSchema.pattern !== undefined && !isWhole(zodSchema)) {
    delete jsonSchema.pattern;
  }
}

/** JSON Schema has no flags, and knows nothing of a text that is trimmed first. */
function isWhole({ _zod: { def } }: z.core.$ZodType): boolean {
  return !def.checks?.some(({ _zod: { def: check } }) => {
    const { pattern } = check as { pattern?: RegExp };
    return check.check === 'overwrite' || /[imsuv]/.test(pattern?.flags ?? '');
  });
}
