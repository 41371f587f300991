import { createMissionAction } from '@mission-control/plugin-missions-node';
import { restorePrior } from '../../undo';
import { examples } from './examples';
import { planJobAction } from './plan';
import { runJobAction } from './run';
import { inputSchema, outputSchema } from './schema';

/** kubernetes:job */
export const jobAction = createMissionAction({
  id: 'kubernetes:job',
  description:
    'Runs an image as a Job in the target, streams its log into the log of the step, and collects its outcome. What the program did cannot be taken back; the Job itself is deleted by undo.',
  effect: 'write',
  schema: { input: inputSchema, output: outputSchema },
  examples,
  plan: planJobAction,
  run: runJobAction,
  undo: restorePrior(
    'Deletes the Job and its pods. What the program did stays.',
  ),
});
