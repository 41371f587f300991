import type {
  ActionFacts,
  CheckFacts,
  InputFacts,
} from '@mission-control/plugin-missions-common';
import type { z } from 'zod';
import { faultsOf } from './inputFaults';
import { inputSchemaOf } from './jsonSchemaOf';
import type { Registry } from './Registry';

/** What readers, the linter and the description of missions know about actions, by id. */
export function actionFacts(registry: Registry): Map<string, ActionFacts> {
  return new Map(
    registry.actions().map(action => [
      action.id,
      {
        effect: action.effect,
        undo: Boolean(action.undo),
        description: action.description,
        undoDescription: action.undo?.description,
        ...inputFacts(action.schema.input),
      },
    ]),
  );
}

/** What readers of missions know about checks, by id. */
export function checkFacts(registry: Registry): Map<string, CheckFacts> {
  return new Map(
    registry.checks().map(({ id, schema }) => [id, inputFacts(schema.input)]),
  );
}

function inputFacts(schema: z.ZodType): InputFacts {
  return {
    inputSchema: inputSchemaOf(schema),
    inputFaults: input => faultsOf(schema, input),
  };
}
