import { z } from 'zod';
import { errorCatalogue, type ErrorCode } from '../errors';
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

/** Codes of errors that a step may try again by itself. */
const retriedCodes = Object.entries(errorCatalogue).flatMap(
  ([code, { retry }]) => (retry ? [code as ErrorCode] : []),
) as [ErrorCode, ...ErrorCode[]];

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
          .describe(
            'Before the second attempt; doubles. Waits between half of it and all of it, each cluster another time, and longer where the answer asks for it (Retry-After). Default 5s.',
          ),
        maxBackoff: duration
          .optional()
          .describe(
            'It does not double beyond this. Default 10m, or the backoff if that is longer.',
          ),
        never: z
          .array(z.enum(retriedCodes))
          .max(20)
          .optional()
          .describe(
            'Errors after which it is not tried again, of those that may pass by themselves. All others never are: what is refused, forbidden or invalid, what belongs to another owner, and an internal error of the API server without a reason.',
          ),
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
