import { z } from 'zod';

/** What `mission:run` is asked for. */
export const inputSchema = z
  .object({
    mission: z
      .string()
      .regex(/^[^/\s]+\/[^/\s]+$/, 'must be <source>/<name>')
      .describe('Ref of the mission.'),
    parameters: z.record(z.string(), z.any()).optional(),
    targets: z
      .array(
        z.object({ cluster: z.string(), role: z.string().optional() }).strict(),
      )
      .max(1000)
      .optional(),
  })
  .strict();

/** Input of `mission:run`. */
export type RunInput = z.infer<typeof inputSchema>;
