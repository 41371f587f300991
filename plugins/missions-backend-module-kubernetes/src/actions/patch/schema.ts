import { z } from 'zod';
import { refSchema } from '../../observe';

/** One operation of a JSON patch (RFC 6902). */
const operationSchema = z
  .looseObject({
    op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
    path: z.string(),
  })
  .refine(
    operation =>
      !['add', 'replace', 'test'].includes(operation.op) ||
      'value' in operation,
    'add, replace and test need a value',
  );

/** Input of kubernetes:patch. */
export const inputSchema = z
  .strictObject({
    object: refSchema.describe('The object to change; it must exist.'),
    type: z
      .enum(['merge', 'strategic', 'json'])
      .default('merge')
      .describe(
        'merge: RFC 7396, null removes, lists are replaced. strategic: lists of built-in kinds are merged by name. json: a list of operations, RFC 6902.',
      ),
    patch: z.union([
      z.record(z.string(), z.unknown()),
      z.array(operationSchema).min(1),
    ]),
    takeOver: z
      .boolean()
      .optional()
      .describe(
        'Changes the fields although Argo CD, Flux, Helm, an operator or an autoscaler manages them.',
      ),
  })
  .refine(
    input => (input.type === 'json') === Array.isArray(input.patch),
    'A patch of type json is a list of operations; the others are objects',
  );
/** Input of kubernetes:patch. */
export type PatchInput = z.infer<typeof inputSchema>;

/** Output of actions that change one object. */
export const outputSchema = z.object({
  changed: z.boolean(),
  uid: z.string().optional(),
  generation: z.number().optional(),
});
/** Output of actions that change one object. */
export type PatchOutput = z.infer<typeof outputSchema>;
