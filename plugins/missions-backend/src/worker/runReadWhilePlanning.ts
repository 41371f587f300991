import {
  MissionError,
  type MissionStep,
} from '@mission-control/plugin-missions-common';
import type {
  MissionAction,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { timeLimitOf } from '../engine';
import type { TargetRecord } from '../store';
import { extend } from './extend';
import type { TargetSession } from './TargetSession';

/** Runs a read step as part of planning: no journal, no suspension, no children. */
export async function runReadWhilePlanning(options: {
  session: TargetSession;
  target: TargetRecord;
  action: MissionAction;
  step: MissionStep;
  stepId: string;
  input: unknown;
}): Promise<Record<string, unknown>> {
  const { session, target, action, step, stepId, input } = options;
  const refuse = () => {
    throw new MissionError(
      'STEP_FAILED',
      `Action '${action.id}' reads, so it has no journal and no child runs`,
    );
  };
  const { baseMs } = timeLimitOf(step.timeout);
  const limit = AbortSignal.timeout(baseMs);
  const context = extend(
    session.base({
      target,
      stepId,
      writes: { who: `Action '${action.id}'` },
      input,
      signal: AbortSignal.any([session.held.signal, limit]),
    }),
    {
      attempt: 1,
      idempotencyKey: `${session.session.run.id}/${target.targetId}/${stepId}`,
      fence: session.lease.fence,
      approved: [],
      journal: {
        records: async () => [],
        intend: refuse,
        complete: refuse,
        refuse,
      },
      resumed: undefined,
      checkpoint: <T>(_key: string, fn: () => Promise<T>) => fn(),
      timeLimit: { withoutProgressMs: baseMs, inAllMs: baseMs },
      progress: () => undefined,
      wroteEarlier: async () => false,
      evidence: () => undefined,
      children: { start: refuse, get: refuse, undo: refuse },
    },
  ) as RunContext<unknown>;
  return action.schema.output.parse(await action.run(context)) as Record<
    string,
    unknown
  >;
}
