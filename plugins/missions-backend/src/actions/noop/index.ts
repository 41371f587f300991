import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/** Does nothing and gives its input back: for tests, and to name a value once. */
export const noopAction = createMissionAction({
  id: 'core:noop',
  description: 'Does nothing. Its output is its input.',
  examples: [
    {
      description: 'Name a value that later steps use',
      yaml: [
        '- id: name-release',
        '  action: core:noop',
        '  input:',
        '    value: ${{ parameters.namespace + "-web" }}',
      ].join('\n'),
    },
  ],
  schema: {
    input: z
      .object({ value: z.any().describe('Given back as output.value.') })
      .partial()
      .strict(),
    output: z.object({ value: z.any() }).partial(),
  },
  effect: 'read',
  async run(ctx) {
    ctx.log.debug('Nothing to do');
    return { value: ctx.input.value };
  },
});
