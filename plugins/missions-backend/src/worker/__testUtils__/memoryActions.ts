import {
  type ObjectRef,
  type PlannedChange,
  MissionError,
} from '@mission-control/plugin-missions-common';
import {
  type JournalRecord,
  type KubernetesObject,
  type MissionAction,
  type MissionCheck,
  ReapprovalNeeded,
  createMissionAction,
  createMissionCheck,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { memoryOf, type MemoryCluster } from './MemoryCluster';

const refOf = (name: string): ObjectRef => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

function kindOf(
  live: KubernetesObject | undefined,
  value: unknown,
): PlannedChange['kind'] {
  if (live === undefined) {
    return 'create';
  }
  return live.data === value ? 'noop' : 'change';
}

/** Places in which a test can stop or change what an action does. */
export interface MemoryHooks {
  /** After the intent was committed, before the write. */
  afterIntent?(ctx: { signal: AbortSignal; fence: number }): Promise<void>;
  /** After the write, before it is recorded. */
  afterWrite?(ctx: { signal: AbortSignal; fence: number }): Promise<void>;
  /** When a step is about to start a child. */
  beforeChildStart?(): Promise<void>;
  /** After the undo of a child was started, before it is recorded. */
  afterChildUndo?(runId: string): Promise<void>;
  /** Calls of run, by idempotency key. */
  calls: string[];
}

/** `memory:set`: writes one value, with plan, journal, drift and undo as a real action has them. */
export function createSetAction(hooks: MemoryHooks): MissionAction {
  const changeOf = (
    cluster: MemoryCluster,
    name: string,
    value: unknown,
    mask: (value: unknown) => unknown,
  ): Omit<PlannedChange, 'stepId'> => {
    const live = cluster.objects.get(name);
    return {
      object: refOf(name),
      verb: 'set',
      kind: live?.owner ? 'conflict' : kindOf(live, value),
      ...(live?.owner && { conflictWith: live.owner }),
      fields: [{ path: 'data', before: live?.data, after: mask(value) as any }],
      desired: { data: mask(value) },
    };
  };
  return createMissionAction({
    id: 'memory:set',
    description: 'Sets a value',
    examples: [],
    effect: 'write',
    schema: {
      input: z.object({ name: z.string(), value: z.any() }).strict(),
      output: z.object({ name: z.string() }).passthrough(),
    },
    async plan(ctx) {
      const { name, value } = ctx.input;
      return {
        changes: [changeOf(memoryOf(ctx.cluster), name, value, ctx.mask)],
        output: { name },
      };
    },
    async run(ctx) {
      const { name, value } = ctx.input;
      const cluster = memoryOf(ctx.cluster);
      hooks.calls.push(ctx.idempotencyKey);
      ctx.log.info(`Setting ${name} to ${value}`);
      ctx.progress({ text: `Setting ${name}`, done: 0, total: 1 });
      const live = cluster.objects.get(name);
      const approved = ctx.approved.find(item => item.object.name === name);
      const own = (await ctx.journal.records()).at(-1);
      if (!own && approved?.fields?.[0].before !== live?.data) {
        throw new ReapprovalNeeded({
          reason: 'drift',
          message: `${name} changed since`,
          changes: [
            { stepId: ctx.stepId, ...changeOf(cluster, name, value, ctx.mask) },
          ],
        });
      }
      if (own?.state !== 'done' && approved?.kind !== 'noop') {
        const seq =
          own?.seq ??
          (await ctx.journal.intend({
            verb: 'set',
            object: refOf(name),
            prior: live ?? null,
          }));
        await hooks.afterIntent?.(ctx);
        ctx.signal.throwIfAborted();
        cluster.objects.set(name, { data: value });
        await hooks.afterWrite?.(ctx);
        await ctx.journal.complete(seq, { data: value });
      }
      ctx.progress({ text: `${name} is set`, done: 1, total: 1 });
      ctx.evidence({
        asked: `GET ${name}`,
        answered: cluster.objects.get(name),
        object: refOf(name),
      });
      return { name };
    },
    undo: {
      description: 'Puts the value back',
      async plan(ctx) {
        const { objects } = memoryOf(ctx.cluster);
        const kindOfUndo = ({ object, prior, after }: JournalRecord) => {
          const drifted =
            after && objects.get(object.name)?.data !== after.data;
          const chosen = ctx.overwriteDrift.some(
            ({ name }) => name === object.name,
          );
          if (drifted && !chosen) {
            return 'conflict';
          }
          return prior === null ? 'delete' : 'change';
        };
        return {
          changes: ctx.records.map(record => ({
            object: record.object,
            verb: 'restore',
            kind: kindOfUndo(record),
            fields: [{ path: 'data', after: ctx.mask(record.prior?.data) }],
          })),
        };
      },
      async run(ctx) {
        const cluster = memoryOf(ctx.cluster);
        for (const record of ctx.records as JournalRecord[]) {
          const { name } = record.object;
          const approved = ctx.approved.find(item => item.object.name === name);
          if (approved?.kind === 'noop') {
            ctx.evidence({ asked: `GET ${name}`, answered: 'left alone' });
            continue;
          }
          const seq = await ctx.journal.intend({
            verb: 'restore',
            object: record.object,
            prior: cluster.objects.get(name) ?? null,
          });
          if (record.prior === null) {
            cluster.objects.delete(name);
          } else {
            cluster.objects.set(name, record.prior);
          }
          await ctx.journal.complete(seq, cluster.objects.get(name) ?? null);
          ctx.evidence({
            asked: `GET ${name}`,
            answered: {
              result: cluster.objects.has(name) ? 'as before' : 'gone',
            },
            object: record.object,
          });
        }
      },
    },
  });
}

/** `memory:get`: reads one value. */
export const getAction: MissionAction = createMissionAction({
  id: 'memory:get',
  description: 'Reads a value',
  examples: [],
  effect: 'read',
  schema: {
    input: z.object({ name: z.string() }).strict(),
    output: z.object({ value: z.any() }),
  },
  async run(ctx) {
    return {
      value: memoryOf(ctx.cluster).objects.get(ctx.input.name)?.data ?? null,
    };
  },
});

/** `memory:fail`: fails so many times with an error of the catalogue. */
export function createFailAction(state: { left: number }): MissionAction {
  return createMissionAction({
    id: 'memory:fail',
    description: 'Fails',
    examples: [],
    effect: 'read',
    onlyWhenRunning: true,
    schema: {
      input: z
        .object({
          retryable: z.boolean().optional(),
          text: z.string().optional(),
        })
        .strict(),
      output: z.object({}),
    },
    async run(ctx) {
      if (state.left > 0) {
        state.left--;
        throw new MissionError(
          ctx.input.retryable ? 'CLUSTER_THROTTLED' : 'STEP_FAILED',
          `It failed: ${ctx.input.text ?? ''}`,
        );
      }
      return {};
    },
  });
}

/** `memory:wait`: runs until its signal is aborted. */
export const waitAction: MissionAction = createMissionAction({
  id: 'memory:wait',
  description: 'Waits for its signal',
  examples: [],
  effect: 'read',
  onlyWhenRunning: true,
  schema: { input: z.object({}).strict(), output: z.object({}) },
  run: ctx =>
    new Promise((_resolve, reject) => {
      ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason));
    }),
});

/** `memory:equals`: whether a value is what is expected; `unknown` when unreachable. */
export const equalsCheck: MissionCheck = createMissionCheck({
  id: 'memory:equals',
  description: 'Compares a value',
  examples: [],
  schema: {
    input: z.object({ name: z.string(), value: z.any().optional() }).strict(),
  },
  async run(ctx) {
    const cluster = memoryOf(ctx.cluster);
    await cluster.connect().client.uid();
    const { name, value } = ctx.input;
    const live = cluster.objects.get(name)?.data;
    const same = live === value;
    return {
      status: same ? 'pass' : 'fail',
      message: same ? `${name} is as expected` : `${name} is ${live}`,
      evidence: [{ asked: `GET ${name}`, answered: live ?? null }],
      findings: same
        ? []
        : [{ severity: 'high', title: `${name} differs`, object: refOf(name) }],
    };
  },
});
