import { z } from 'zod';
import { durationSchema } from '../../observe';

/** Input of kubernetes:logs. */
export const inputSchema = z
  .strictObject({
    namespace: z.string().min(1),
    pod: z.string().min(1).optional().describe('A pod by name.'),
    selector: z
      .string()
      .min(1)
      .optional()
      .describe('A label selector, such as app=web.'),
    container: z
      .string()
      .min(1)
      .optional()
      .describe(
        'One container, also of the init and ephemeral ones; all when left out.',
      ),
    tailLines: z.number().int().min(1).max(2000).default(200),
    since: durationSchema.optional().describe('Only lines of this time.'),
    previous: z
      .boolean()
      .optional()
      .describe('Lines of the container that ended before the last restart.'),
  })
  .refine(
    input => (input.pod === undefined) !== (input.selector === undefined),
    'Give either pod or selector',
  );
/** Input of kubernetes:logs. */
export type LogsInput = z.infer<typeof inputSchema>;

/** Output of kubernetes:logs. */
export const outputSchema = z.object({
  pods: z.array(
    z.object({
      pod: z.string(),
      container: z.string(),
      lines: z.array(z.string()),
      noLog: z
        .string()
        .optional()
        .describe('Why there is none, such as a container that did not start.'),
    }),
  ),
});
/** Output of kubernetes:logs. */
export type LogsOutput = z.infer<typeof outputSchema>;
/** What one container said. */
export type ContainerLog = LogsOutput['pods'][number];
