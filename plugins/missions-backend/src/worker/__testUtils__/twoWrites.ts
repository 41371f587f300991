import {
  createMissionAction,
  type MissionAction,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/** What a test does while `two:write` runs, and sees of it. */
export interface TwoWritesHooks {
  /** Called after each of the two writes. */
  between(): Promise<void>;
  /** How often it was called. */
  calls: number;
}

const objectOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

/** `two:write`: writes `first`, then `second`; swallows what it is told to. */
export function createTwoWrites(hooks: TwoWritesHooks): MissionAction {
  return createMissionAction({
    id: 'two:write',
    description: 'Writes two objects',
    examples: [],
    effect: 'write',
    schema: {
      input: z.object({ swallow: z.boolean().optional() }).strict(),
      output: z.object({}),
    },
    plan: async () => ({
      changes: ['first', 'second'].map(name => ({
        object: objectOf(name),
        verb: 'set',
        kind: 'create' as const,
      })),
    }),
    async run(ctx) {
      hooks.calls += 1;
      const done = (await ctx.journal.records()).map(
        ({ object }) => object.name,
      );
      const write = async (name: string) => {
        const object = objectOf(name);
        const seq = await ctx.journal.intend({
          verb: 'set',
          object,
          prior: null,
        });
        await ctx.cluster.request({
          method: 'PUT',
          path: `/api/v1/namespaces/test/configmaps/${name}`,
          body: { data: 'blue' },
        });
        await ctx.journal.complete(seq, { data: 'blue' });
      };
      for (const name of ['first', 'second']) {
        if (!done.includes(name)) {
          await write(name).catch(error => {
            if (!ctx.input.swallow) {
              throw error;
            }
          });
          await hooks.between();
        }
      }
      ctx.evidence({ asked: 'GET first', answered: 'blue' });
      return {};
    },
    undo: {
      description: 'Leaves them',
      plan: async () => ({ changes: [] }),
      run: async () => undefined,
    },
  });
}

/** Proves that it wrote both. */
export const bothAreBlue = ['first', 'second'].map(name => ({
  id: `is-${name}`,
  check: 'memory:equals',
  input: { name, value: 'blue' },
}));
