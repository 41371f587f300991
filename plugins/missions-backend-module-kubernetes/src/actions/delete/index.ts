import { createMissionAction } from '@mission-control/plugin-missions-node';
import { restorePrior } from '../../undo';
import { examples } from './examples';
import { planDeleteAction } from './plan';
import { runDeleteAction } from './run';
import { inputSchema, outputSchema } from './schema';

/** kubernetes:delete */
export const deleteAction = createMissionAction({
  id: 'kubernetes:delete',
  description:
    'Deletes exactly the objects that the plan saw, in the order given, but what an object owns before it. The plan says what cannot be made anew.',
  effect: 'write',
  schema: { input: inputSchema, output: outputSchema },
  examples,
  plan: planDeleteAction,
  run: runDeleteAction,
  undo: restorePrior(
    'Creates anew what the step deleted, with the content that it had, where it can be made anew. Refuses to overwrite what others put there since.',
  ),
});
