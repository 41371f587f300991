import { z } from 'zod';
import { durationSchema } from '../../observe';

/** Input of kubernetes:job. */
export const inputSchema = z.strictObject({
  namespace: z.string().min(1).max(63),
  name: z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?$/,
      'Expected lower case letters, digits and -, at most 50',
    )
    .optional()
    .describe('Start of the name; a stable suffix is added.'),
  image: z.string().min(1).describe('Pinned image, by tag or digest.'),
  command: z.array(z.string()).optional().describe('Program and arguments.'),
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  serviceAccountName: z.string().min(1).optional(),
  timeout: durationSchema
    .default('10m')
    .describe(
      "The cluster ends the Job after this time. The step's own timeout in all ends the waiting before it.",
    ),
  retries: z.number().int().min(0).max(5).default(0),
  ttl: durationSchema
    .default('1h')
    .describe('The cluster deletes the finished Job after this time.'),
  resources: z
    .object({
      requests: z.record(z.string(), z.string()).optional(),
      limits: z.record(z.string(), z.string()).optional(),
    })
    .default({
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { memory: '256Mi' },
    }),
});
/** Input of kubernetes:job. */
export type JobInput = z.infer<typeof inputSchema>;

/** Output of kubernetes:job. */
export const outputSchema = z.object({
  job: z.string(),
  exitCode: z.number().nullable(),
  seconds: z.number().nullable(),
  lines: z.array(z.string()).describe('The last lines of the log.'),
  json: z.unknown().optional().describe('The last line, when it is JSON.'),
});
/** Output of kubernetes:job. */
export type JobOutput = z.infer<typeof outputSchema>;
