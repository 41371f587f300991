import type { ActionDescription } from '@mission-control/plugin-missions-common';
import { inputSchemaOf, outputSchemaOf, type Registry } from '../../registry';

/** Every registered action and check with schemas and examples, by id. */
export function actionCatalogue(registry: Registry): ActionDescription[] {
  const actions = registry.actions().map(
    (action): ActionDescription => ({
      id: action.id,
      kind: 'action',
      description: action.description,
      effect: action.effect,
      undo: action.undo?.description,
      input: inputSchemaOf(action.schema.input),
      output: outputSchemaOf(action.schema.output),
      examples: [...action.examples],
    }),
  );
  const checks = registry.checks().map(
    (check): ActionDescription => ({
      id: check.id,
      kind: 'check',
      description: check.description,
      effect: 'read',
      input: inputSchemaOf(check.schema.input),
      output: {},
      examples: [...check.examples],
    }),
  );
  return [...actions, ...checks];
}
