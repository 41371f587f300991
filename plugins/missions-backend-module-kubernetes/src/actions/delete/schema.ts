import { z } from 'zod';
import { refSchema } from '../../observe';

/** Input of kubernetes:delete. */
export const inputSchema = z.strictObject({
  objects: z
    .array(refSchema)
    .min(1)
    .max(500)
    .describe('Objects by name. One that does not exist is nothing to do.'),
  takeOver: z
    .boolean()
    .optional()
    .describe('Deletes although another owner manages an object.'),
});
/** Input of kubernetes:delete. */
export type DeleteInput = z.infer<typeof inputSchema>;

/** Output of kubernetes:delete. */
export const outputSchema = z.object({
  deleted: z.array(refSchema).describe('Objects that existed and are gone.'),
});
/** Output of kubernetes:delete. */
export type DeleteOutput = z.infer<typeof outputSchema>;
