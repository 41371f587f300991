import { MissionError } from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  suspend,
  type PlanContext,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

const inputSchema = z
  .object({
    mission: z
      .string()
      .regex(/^[^/\s]+\/[^/\s]+$/, 'must be <source>/<name>')
      .describe('Ref of the mission.'),
    parameters: z.record(z.string(), z.any()).optional(),
    targets: z
      .array(
        z.object({ cluster: z.string(), role: z.string().optional() }).strict(),
      )
      .max(1000)
      .optional(),
  })
  .strict();

type RunInput = z.infer<typeof inputSchema>;

/**
 * Starts another mission and waits for its end, without holding a worker. The
 * child plans and is approved when it starts; what the parent's plan fixes is
 * the mission, its parameters and its clusters.
 */
export const runMissionAction = createMissionAction({
  id: 'mission:run',
  description:
    'Starts another mission and waits for its end. It has its own plan, approval and evidence.',
  examples: [
    {
      description: 'Install on two clusters, then look at them',
      yaml: [
        '- id: install',
        '  action: mission:run',
        '  input:',
        '    mission: mission-control/install-web-application',
        '    parameters: { namespace: web }',
        '    targets: [{ cluster: staging }, { cluster: dev }]',
      ].join('\n'),
    },
  ],
  schema: {
    input: inputSchema,
    output: z.object({
      runId: z.string(),
      state: z.string(),
      output: z.any().optional(),
    }),
  },
  effect: 'write',
  async plan(ctx) {
    return { changes: [childChange(ctx, 'start')] };
  },
  async run(ctx) {
    const { mission, parameters = {}, targets = [] } = ctx.input;
    if (ctx.resumed?.kind !== 'child') {
      const { runId } = await ctx.children.start('run', {
        missionRef: mission,
        parameters,
        targets,
      });
      ctx.log.info(`Started run ${runId} of ${mission}`);
      return suspend({ kind: 'child', runId });
    }
    const child = await ctx.children.get(ctx.resumed.runId);
    ctx.evidence({
      asked: `state of run ${child.runId}`,
      answered: child.state,
    });
    if (child.state !== 'succeeded') {
      throw new MissionError(
        'STEP_FAILED',
        `Run ${child.runId} of ${mission} ended as ${child.state}`,
        { remedy: 'Open that run, then retry the step: it starts a new one.' },
      );
    }
    return child;
  },
  undo: {
    description: 'Undoes the run that it started',
    async plan(ctx) {
      return ctx.output.runId
        ? { changes: [childChange(ctx, 'undo')] }
        : { changes: [], summary: 'No run was started' };
    },
    async run(ctx) {
      const started = ctx.output.runId;
      if (typeof started !== 'string') {
        return;
      }
      if (ctx.resumed?.kind !== 'child') {
        const { runId } = await ctx.children.undo('undo', started);
        ctx.log.info(`Started run ${runId}, which undoes ${started}`);
        suspend({ kind: 'child', runId });
      } else {
        const child = await ctx.children.get(ctx.resumed.runId);
        ctx.evidence({
          asked: `state of run ${child.runId}, which undoes ${started}`,
          answered: child.state,
        });
        if (child.state !== 'succeeded') {
          throw new MissionError(
            'STEP_FAILED',
            `Run ${child.runId}, which undoes ${started}, ended as ${child.state}`,
          );
        }
      }
    },
  },
});

function childChange(ctx: PlanContext<RunInput>, verb: 'start' | 'undo') {
  const { mission, parameters, targets = [] } = ctx.input;
  return {
    kind: 'external' as const,
    verb,
    object: {
      apiVersion: 'mission-control.dev/v1alpha1',
      kind: 'Mission',
      name: mission,
    },
    desired: ctx.mask({ parameters: parameters ?? {}, targets }),
    digest: ctx.digest({ mission, parameters, targets, verb }),
    note:
      verb === 'start'
        ? 'Plans and is approved when it starts'
        : 'The undo plans and is approved when it starts',
  };
}
