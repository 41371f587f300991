import { createMissionAction } from '@mission-control/plugin-missions-node';
import { restorePrior } from '../../undo';
import { examples } from './examples';
import { planApplyAction } from './plan';
import { runApplyAction } from './run';
import { inputSchema, outputSchema } from './schema';

/** kubernetes:apply */
export const applyAction = createMissionAction({
  id: 'kubernetes:apply',
  description:
    'Applies Kubernetes objects by server-side apply: creates what is absent, changes what differs, and leaves fields of other owners alone unless a takeOver line names them. Of a custom resource definition, its kind is served at the end of the step.',
  effect: 'write',
  schema: { input: inputSchema, output: outputSchema },
  examples,
  plan: planApplyAction,
  run: runApplyAction,
  undo: restorePrior(
    'Deletes what the step created and puts everything else back as it was, field owners included. Refuses to overwrite what changed since.',
  ),
});
