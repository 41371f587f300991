import { createMissionAction } from '@mission-control/plugin-missions-node';
import { restorePrior } from '../../undo';
import { examples } from './examples';
import { planPatchAction } from './plan';
import { runPatchAction } from './run';
import { inputSchema, outputSchema } from './schema';

/** kubernetes:patch */
export const patchAction = createMissionAction({
  id: 'kubernetes:patch',
  description:
    'Changes one existing object by a merge, strategic merge or JSON patch. The plan shows the result of a dry run.',
  effect: 'write',
  schema: { input: inputSchema, output: outputSchema },
  examples,
  plan: planPatchAction,
  run: runPatchAction,
  undo: restorePrior(
    'Puts the fields that the step changed back as they were, with their owners. Refuses to overwrite what changed since.',
  ),
});
