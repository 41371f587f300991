import { z } from 'zod';

const objectSchema = z
  .looseObject({
    apiVersion: z.string().min(1).describe('Such as apps/v1.'),
    kind: z.string().min(1).describe('Such as Deployment.'),
    metadata: z
      .looseObject({
        name: z.string().min(1).max(253),
        namespace: z.string().min(1).max(63).optional(),
      })
      .describe('Name, and the namespace of a namespaced kind.'),
  })
  .describe('A Kubernetes object as in a manifest.');

const takeOverSchema = z.object({
  kind: z.string().min(1),
  namespace: z.string().min(1).optional(),
  name: z.string().min(1),
  fields: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Paths such as spec.replicas; all fields when it is left out.'),
});

/** Input of kubernetes:apply. */
export const inputSchema = z.strictObject({
  objects: z
    .array(objectSchema)
    .min(1)
    .max(500)
    .describe('Applied in the order of their kinds, undone the other way.'),
  takeOver: z
    .array(takeOverSchema)
    .optional()
    .describe(
      'Objects, or fields of them, that are taken over from another owner. Each line is part of the approved plan.',
    ),
});
/** Input of kubernetes:apply. */
export type ApplyInput = z.infer<typeof inputSchema>;

/** Output of kubernetes:apply. */
export const outputSchema = z.object({
  objects: z.array(
    z.object({
      apiVersion: z.string(),
      kind: z.string(),
      namespace: z.string().optional(),
      name: z.string(),
      uid: z.string().optional(),
      outcome: z
        .enum(['created', 'changed', 'unchanged'])
        .describe('What the apply came to.'),
    }),
  ),
});
/** Output of kubernetes:apply. */
export type ApplyOutput = z.infer<typeof outputSchema>;
