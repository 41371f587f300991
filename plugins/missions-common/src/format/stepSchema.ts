import { z } from 'zod';
import { stepCheckSchema } from './checkSchema';
import {
  condition,
  duration,
  id,
  input,
  registeredId,
  sentence,
} from './parts';

/** Zod type of a time limit. */
export const timeoutSchema = z
  .union([
    duration,
    z.strictObject({
      base: duration.describe('Without any progress.'),
      extendWhileProgressing: duration
        .optional()
        .describe('The most, as long as there is progress.'),
    }),
  ])
  .meta({
    id: 'Timeout',
    description:
      'Time limit of one attempt, and of its plan. Default: 10m, an attempt with progress 1h.',
  });

/** Zod type of one step. */
export const stepSchema = z
  .strictObject({
    id: id.describe('Unique in the mission; a verb reads best.'),
    name: z.string().min(1).max(200).optional().describe('For people.'),
    title: z.string().min(1).max(200).optional().describe('A longer name.'),
    role: id.optional().describe('Only targets of this role run the step.'),
    action: registeredId.describe('The registered action.'),
    input: input.optional(),
    if: condition.optional().describe('CEL: the step is skipped when false.'),
    each: z
      .union([
        z.string(),
        z.array(z.unknown()),
        z.record(z.string(), z.unknown()),
      ])
      .optional()
      .describe(
        'List or map, or ${{ }} that yields one: the step runs once for each entry, one after the other; with `needs`, entries do not wait for each other.',
      ),
    needs: z
      .array(id)
      .max(100)
      .optional()
      .describe(
        'Earlier steps that must be done before; default: the step before. [] starts at once.',
      ),
    timeout: timeoutSchema.optional(),
    retry: z
      .strictObject({
        attempts: z.int().min(1).max(10).describe('Attempts in all.'),
        backoff: duration
          .optional()
          .describe('Before the second attempt; doubles. Default 5s.'),
      })
      .optional()
      .describe(
        'How often it tries again after an error that may pass by itself. Default: three attempts.',
      ),
    verify: z
      .array(stepCheckSchema)
      .max(50)
      .optional()
      .describe('Asked after the step, with its output.'),
    undo: z
      .strictObject({
        action: registeredId.describe('The registered action.'),
        input: input.optional(),
      })
      .optional()
      .describe("What takes it back, in place of the action's own undo."),
    irreversible: sentence
      .optional()
      .describe('Why it cannot be taken back. The plan says so.'),
    sealed: z
      .boolean()
      .optional()
      .describe('The output is secret: sealed at rest, masked everywhere.'),
  })
  .meta({ id: 'Step', description: 'One unit of work on one target.' });

/** One step of a mission. @public */
export type MissionStep = z.infer<typeof stepSchema>;
/** Time limit of a step. @public */
export type MissionTimeout = z.infer<typeof timeoutSchema>;
