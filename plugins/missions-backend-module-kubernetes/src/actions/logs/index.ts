import { createMissionAction } from '@mission-control/plugin-missions-node';
import { examples } from './examples';
import { runLogs } from './run';
import { inputSchema, outputSchema } from './schema';

/** kubernetes:logs */
export const logsAction = createMissionAction({
  id: 'kubernetes:logs',
  description:
    'Reads the last log lines of pods into the log and the output of the step. A container that no pod has fails it; where no container has a log, or no pod is there yet, it is inconclusive.',
  effect: 'read',
  onlyWhenRunning: true,
  schema: { input: inputSchema, output: outputSchema },
  examples,
  run: runLogs,
});
