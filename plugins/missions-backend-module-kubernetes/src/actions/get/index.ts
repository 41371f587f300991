import {
  MissionError,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  type KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import {
  collectionPath,
  maskObject,
  normalise,
  readObject,
} from '../../objects';

const MAX_ITEMS = 500;

const inputSchema = z
  .strictObject({
    apiVersion: z.string().min(1),
    kind: z.string().min(1),
    namespace: z.string().min(1).optional(),
    name: z.string().min(1).optional(),
    labelSelector: z.string().optional(),
    fieldSelector: z.string().optional(),
    optional: z
      .boolean()
      .optional()
      .describe('Gives null instead of failing when the object is absent.'),
    status: z
      .boolean()
      .optional()
      .describe(
        'Adds status. It changes by itself, so a plan that reads it is stale sooner.',
      ),
  })
  .refine(
    input => !(input.name && (input.labelSelector || input.fieldSelector)),
    {
      message: 'takes a name or selectors, not both',
    },
  );

const objectSchema = z.looseObject({});

/** kubernetes:get */
export const getAction = createMissionAction({
  id: 'kubernetes:get',
  description:
    'Reads one object by name, or a list by selectors, without what the server manages. Values of Secrets are masked.',
  examples: [
    {
      description: 'Read the address of a load balancer',
      yaml: [
        '- id: read-service',
        '  action: kubernetes:get',
        '  input: { apiVersion: v1, kind: Service, namespace: web, name: web }',
      ].join('\n'),
    },
  ],
  schema: {
    input: inputSchema,
    output: z.object({
      object: objectSchema.nullable().optional().describe('With a name.'),
      items: z.array(objectSchema).optional().describe('Without a name.'),
    }),
  },
  effect: 'read',
  async run(ctx) {
    const { apiVersion, kind, namespace, name, optional = false } = ctx.input;
    const { status = false } = ctx.input;
    const show = (object: KubernetesObject) => {
      const declared = maskObject(normalise(object), ctx);
      return {
        ...declared,
        apiVersion,
        kind,
        metadata: { ...declared.metadata, uid: object.metadata?.uid },
        ...(status && object.status ? { status: ctx.mask(object.status) } : {}),
      };
    };
    if (name !== undefined) {
      const ref: ObjectRef = { apiVersion, kind, name, namespace };
      const object = await readObject(ctx.cluster, ref, ctx.signal);
      if (!object && !optional) {
        throw new MissionError(
          'KUBERNETES_NOT_FOUND',
          `${nameOfObject(ref)} does not exist`,
          { object: ref },
        );
      }
      const shown = object ? show(object) : null;
      ctx.evidence({
        asked: `GET ${nameOfObject(ref)}`,
        answered: shown ?? 'not found',
        object: ref,
      });
      return { object: shown };
    }
    const { labelSelector, fieldSelector } = ctx.input;
    const served = await ctx.cluster.resource(apiVersion, kind);
    const { items } = await ctx.cluster.list(
      collectionPath(served, namespace),
      { labelSelector, fieldSelector, signal: ctx.signal },
    );
    if (items.length > MAX_ITEMS) {
      throw new MissionError(
        'PAYLOAD_TOO_LARGE',
        `${items.length} objects of kind ${kind} were found; a step can hold ${MAX_ITEMS}`,
        { remedy: 'Narrow it by a namespace or a selector.' },
      );
    }
    ctx.evidence({
      asked: `LIST ${kind}${namespace ? ` in ${namespace}` : ''}`,
      answered: { items: items.length },
    });
    return { items: items.map(show) };
  },
});
