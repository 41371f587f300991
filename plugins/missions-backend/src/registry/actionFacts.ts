import type { ActionFacts } from '@mission-control/plugin-missions-common';
import type { Registry } from './Registry';

/** What the linter and the description of missions know about actions, by id. */
export function actionFacts(registry: Registry): Map<string, ActionFacts> {
  return new Map(
    registry.actions().map(action => [
      action.id,
      {
        effect: action.effect,
        undo: Boolean(action.undo),
        description: action.description,
        undoDescription: action.undo?.description,
      },
    ]),
  );
}
