import {
  isMissionError,
  MissionError,
  type ErrorCode,
  type RunState,
} from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  ReapprovalNeeded,
  suspend,
  type BaseContext,
  type KeptRecord,
  type RunContext,
  type UndoRunContext,
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

/** The end of another run, as the verb of a sentence. */
const endWords: Partial<Record<RunState, string>> = {
  failed: 'failed',
  inconclusive: 'could not be proved',
  cancelled: 'was cancelled',
};

/**
 * Starts another mission and waits for its end, without holding a worker. The
 * child plans and is approved when it starts; what the parent's plan fixes is
 * the mission, its version, its parameters and its clusters.
 */
export const runMissionAction = createMissionAction({
  id: 'mission:run',
  description:
    'Starts another mission and waits for its end. It has its own plan, approval and evidence. `mission` and `targets` may read no output of a step: the rights to them are asked before the run starts.',
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
    const { missionVersion } = await checked(ctx);
    return { changes: [childChange(ctx, 'start', missionVersion)] };
  },
  async run(ctx) {
    const { mission, parameters = {}, targets = [] } = ctx.input;
    if (ctx.resumed?.kind !== 'child') {
      const missionVersion = await approvedVersion(ctx);
      const { runId } = await ctx.children.start('run', {
        missionRef: mission,
        missionVersion,
        parameters,
        targets,
      });
      ctx.log.info(`Started run ${runId} of ${mission}`);
      return suspend({ kind: 'child', runId });
    }
    const child = await ctx.children.get(ctx.resumed.runId);
    const { title = mission, state, outcome } = child;
    ctx.evidence({
      asked: `how '${title}' ended`,
      answered: outcome ?? state,
    });
    if (state !== 'succeeded') {
      throw new MissionError(
        'STEP_FAILED',
        `'${title}' ${endWords[state] ?? state}${
          outcome ? `: ${outcome}` : ''
        }`,
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
        return undefined;
      }
      if (ctx.resumed?.kind !== 'child') {
        const undo = await ctx.children.undo('undo', started);
        if (!undo) {
          ctx.evidence({
            asked: `journal of run ${started}`,
            answered: 'nothing is left to take back',
          });
          return undefined;
        }
        ctx.log.info(`Started run ${undo.runId}, which undoes ${started}`);
        return suspend({ kind: 'child', runId: undo.runId });
      }
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
      return { kept: keptOf(ctx, child.runId, child.kept ?? []) };
    },
  },
});

/** As long as something of the child stays, its start is not taken back. */
function keptOf(
  { records }: UndoRunContext<RunInput>,
  undoRunId: string,
  kept: readonly string[],
): KeptRecord[] {
  const reason = `Run ${undoRunId} kept ${kept.join('; ')}`;
  return kept.length > 0 ? records.map(({ seq }) => ({ seq, reason })) : [];
}

/** Where in the input of the step a refused start has its cause. */
const placeOf: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: 'mission',
  NOT_ALLOWED: 'mission',
  MISSION_DRAFT: 'mission',
  MISSION_CHANGED: 'mission',
  PARAMETER_INVALID: 'parameters',
};

/** The version that would run. What would be refused at the start, is refused now. */
async function checked(ctx: BaseContext<RunInput>) {
  const { mission, parameters = {}, targets = [] } = ctx.input;
  try {
    return await ctx.checkChild({ missionRef: mission, parameters, targets });
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    const place = placeOf[error.code] ?? 'targets';
    throw new MissionError(
      error.code,
      `input.${place} of step '${ctx.stepId}', which starts '${mission}': ${error.message}`,
      { remedy: error.remedy, details: error.details, cause: error },
    );
  }
}

/**
 * The version that the approved plan named. When the mission changed since,
 * the new one has to be approved; a start that was begun goes on.
 */
async function approvedVersion(
  ctx: RunContext<RunInput>,
): Promise<string | undefined> {
  const records = await ctx.journal.records();
  const change = ctx.approved.findLast(
    ({ object }) => object.name === ctx.input.mission,
  );
  const approved = change?.desired?.missionVersion as string | undefined;
  if (!approved || records.some(record => record.state === 'intent')) {
    return undefined;
  }
  const { missionVersion } = await checked(ctx);
  if (missionVersion !== approved) {
    throw new ReapprovalNeeded({
      reason: 'drift',
      message: `Mission '${ctx.input.mission}' changed since the plan was approved`,
      changes: [
        { stepId: ctx.stepId, ...childChange(ctx, 'start', missionVersion) },
      ],
    });
  }
  return approved;
}

function childChange(
  ctx: BaseContext<RunInput>,
  verb: 'start' | 'undo',
  missionVersion?: string,
) {
  const { mission, parameters, targets = [] } = ctx.input;
  return {
    kind: 'external' as const,
    verb,
    object: {
      apiVersion: 'mission-control.dev/v1alpha1',
      kind: 'Mission',
      name: mission,
    },
    desired: {
      ...(missionVersion && { missionVersion }),
      ...ctx.mask({ parameters: parameters ?? {}, targets }),
    },
    digest: ctx.digest({ mission, missionVersion, parameters, targets, verb }),
    note:
      verb === 'start'
        ? 'Plans and is approved when it starts'
        : 'The undo plans and is approved when it starts',
  };
}
