import {
  isMissionError,
  MissionError,
  type ErrorCode,
} from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  ReapprovalNeeded,
  suspend,
  type BaseContext,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { childChange } from './childChange';
import { howItEnded } from './howItEnded';
import { inputSchema, type RunInput } from './runInput';
import { planUndoOfChildren, undoChildren } from './undoChildren';

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
    return { changes: [childChange(ctx, { verb: 'start', missionVersion })] };
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
    const { evidence, sentence } = howItEnded(child, mission);
    ctx.evidence(evidence);
    if (child.state !== 'succeeded') {
      throw new MissionError('STEP_FAILED', sentence, {
        remedy: 'Open that run, then retry the step: it starts a new one.',
      });
    }
    return child;
  },
  undo: {
    description: 'Undoes every run that it started',
    plan: planUndoOfChildren,
    run: undoChildren,
  },
});

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
        {
          stepId: ctx.stepId,
          ...childChange(ctx, { verb: 'start', missionVersion }),
        },
      ],
    });
  }
  return approved;
}
