import { celOver } from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import {
  durationSchema,
  isSelection,
  selectionShape,
  SELECTION_RULE,
} from '../../observe';

/** Input of kubernetes:wait. */
export const inputSchema = z
  .strictObject({
    ...selectionShape,
    for: z
      .enum(['ready', 'absent', 'condition'])
      .default('ready')
      .describe(
        'ready: health says so; absent: gone; condition: see condition.',
      ),
    condition: z
      .string()
      .min(1)
      .superRefine(celOver('object'))
      .optional()
      .describe(
        'CEL over `object`, for each object, such as object.status.phase == "Bound".',
      ),
    timeout: durationSchema
      .optional()
      .describe(
        "Time without progress after which it is inconclusive. Defaults to the step's own timeout, which it can only shorten.",
      ),
    extendWhileProgressing: durationSchema
      .optional()
      .describe(
        "Time in all, while there is progress. Defaults to the step's own, which it can only shorten.",
      ),
    stableFor: durationSchema
      .optional()
      .describe('How long everything must stay so.'),
    allowEmpty: z.boolean().optional().describe('Zero replicas are meant.'),
  })
  .refine(isSelection, SELECTION_RULE)
  .refine(
    input => (input.for === 'condition') === (input.condition !== undefined),
    'condition belongs to for: condition, and only there',
  );
/** Input of kubernetes:wait. */
export type WaitInput = z.infer<typeof inputSchema>;

/** Output of kubernetes:wait. */
export const outputSchema = z.object({
  waitedSeconds: z.number(),
  reason: z.string(),
});
/** Output of kubernetes:wait. */
export type WaitOutput = z.infer<typeof outputSchema>;
