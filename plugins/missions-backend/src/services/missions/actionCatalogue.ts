import type { ActionDescription } from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import type { Registry } from '../../registry';

/** Every registered action and check with schemas and examples, by id. */
export function actionCatalogue(registry: Registry): ActionDescription[] {
  const actions = registry.actions().map(
    (action): ActionDescription => ({
      id: action.id,
      kind: 'action',
      description: action.description,
      effect: action.effect,
      undo: action.undo?.description,
      input: toJsonSchema(action.schema.input, 'input'),
      output: toJsonSchema(action.schema.output, 'output'),
      examples: [...action.examples],
    }),
  );
  const checks = registry.checks().map(
    (check): ActionDescription => ({
      id: check.id,
      kind: 'check',
      description: check.description,
      effect: 'read',
      input: toJsonSchema(check.schema.input, 'input'),
      output: {},
      examples: [...check.examples],
    }),
  );
  return [...actions, ...checks];
}

/** What JSON Schema cannot say is left open, not refused. */
function toJsonSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
): Record<string, unknown> {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<
    string,
    unknown
  >;
}
