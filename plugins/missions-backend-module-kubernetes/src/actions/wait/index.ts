import { createMissionAction } from '@mission-control/plugin-missions-node';
import { examples } from './examples';
import { runWaitAction } from './run';
import { inputSchema, outputSchema } from './schema';

/** kubernetes:wait */
export const waitAction = createMissionAction({
  id: 'kubernetes:wait',
  description:
    'Waits until objects are ready, gone, or meet a condition. Fails when waiting cannot help, also when an object is gone that was there, goes on while there is progress, and is inconclusive when the time is up.',
  effect: 'read',
  onlyWhenRunning: true,
  schema: { input: inputSchema, output: outputSchema },
  examples,
  run: runWaitAction,
});
