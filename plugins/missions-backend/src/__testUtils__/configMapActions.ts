import {
  createMissionAction,
  createMissionCheck,
  type ClusterClient,
  type KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { isMissionError } from '@mission-control/plugin-missions-common';
import { z } from 'zod';

const NAMESPACE = 'web';
const input = z
  .object({ name: z.string(), value: z.string(), chart: z.any().optional() })
  .strict();
const pathOf = (name: string) =>
  `/api/v1/namespaces/${NAMESPACE}/configmaps/${name}`;
const refOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: NAMESPACE,
  name,
});

async function read(
  cluster: ClusterClient,
  name: string,
): Promise<KubernetesObject | null> {
  try {
    return (await cluster.request({ path: pathOf(name) })).body;
  } catch (error) {
    if (isMissionError(error) && error.code === 'KUBERNETES_NOT_FOUND') {
      return null;
    }
    throw error;
  }
}

/** `test:write`: writes one config map, as a real action does it. */
export const writeAction = createMissionAction({
  id: 'test:write',
  description: 'Writes a config map',
  examples: [],
  effect: 'write',
  schema: { input, output: z.object({ name: z.string() }) },
  async plan(ctx) {
    const { name, value } = ctx.input;
    const live = await read(ctx.cluster, name);
    return {
      changes: [
        {
          object: refOf(name),
          verb: 'apply',
          kind: live ? 'change' : 'create',
          desired: { data: { value } },
        },
      ],
      output: { name },
    };
  },
  async run(ctx) {
    const { name, value } = ctx.input;
    for (const record of await ctx.journal.records()) {
      if (record.state === 'intent') {
        await ctx.journal.complete(record.seq, await read(ctx.cluster, name));
      }
    }
    const prior = await read(ctx.cluster, name);
    const seq = await ctx.journal.intend({
      verb: 'apply',
      object: refOf(name),
      prior,
    });
    ctx.log.info(`Write ${value} to ${name}`);
    ctx.progress({ text: `Writes ${value}` });
    const { body } = await ctx.cluster.request({
      method: 'PUT',
      path: pathOf(name),
      body: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: NAMESPACE },
        data: { value },
      },
    });
    await ctx.journal.complete(seq, body);
    ctx.evidence({ asked: `GET ${name}`, answered: body });
    return { name };
  },
});

/** `test:read`: what a config map holds, numbers as such. */
export const readAction = createMissionAction({
  id: 'test:read',
  description: 'Reads a config map',
  examples: [],
  effect: 'read',
  schema: {
    input: z.object({ name: z.string() }).strict(),
    output: z.record(z.string(), z.union([z.string(), z.number()])),
  },
  async run(ctx) {
    const live = await read(ctx.cluster, ctx.input.name);
    ctx.evidence({ asked: `GET ${ctx.input.name}`, answered: live });
    return Object.fromEntries(
      Object.entries(live?.data ?? {}).map(([key, value]) => [
        key,
        /^\d+$/.test(String(value)) ? Number(value) : String(value),
      ]),
    );
  },
});

/** `test:value`: whether a config map has a value. */
export const valueCheck = createMissionCheck({
  id: 'test:value',
  description: 'Compares a config map',
  examples: [],
  schema: { input },
  async run(ctx) {
    const live = await read(ctx.cluster, ctx.input.name);
    const same = live?.data?.value === ctx.input.value;
    const evidence = [{ asked: `GET ${ctx.input.name}`, answered: live }];
    const title = 'Another value';
    return {
      status: same ? 'pass' : 'fail',
      message: same ? 'As expected' : title,
      evidence,
      findings: same ? [] : [{ severity: 'low', title, evidence }],
    };
  },
});
