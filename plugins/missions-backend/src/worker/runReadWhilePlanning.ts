import {
  type Evidence,
  MissionError,
  type MissionStep,
} from '@mission-control/plugin-missions-common';
import type {
  MissionAction,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { timeLimitOf } from '../engine';
import type { NewLogLine, TargetRecord } from '../store';
import { limitEvidence } from './askCheck';
import { extend } from './extend';
import { askWithin } from './leaveBehind';
import { StepLogWriter } from './StepLogWriter';
import type { TargetSession } from './TargetSession';

/** Lines of one read that are kept until its step is in the plan. */
const MAX_LINES = 1_000;

/** What a read answered, with what it told meanwhile, masked as far as known. */
interface ReadResult {
  readonly output: Record<string, unknown>;
  readonly evidence: readonly Evidence[];
  /** Closed only when secrets of its output are known: answers its lines. */
  closeLog(): Promise<readonly NewLogLine[]>;
}

/** Runs a read step as part of planning: no journal, no suspension, no children. */
export async function runReadWhilePlanning(options: {
  session: TargetSession;
  target: TargetRecord;
  action: MissionAction;
  step: MissionStep;
  stepId: string;
  input: unknown;
}): Promise<ReadResult> {
  const { session, target, action, step, stepId, input } = options;
  const refuse = () => {
    throw new MissionError(
      'STEP_FAILED',
      `Action '${action.id}' reads, so it has no journal and no child runs`,
    );
  };
  const { masker } = session.session;
  const evidence: Evidence[] = [];
  const lines: NewLogLine[] = [];
  const log = new StepLogWriter({
    append: async more => {
      lines.push(...more);
    },
    masker,
    held: true,
    most: MAX_LINES,
  });
  let open = true;
  const { baseMs } = timeLimitOf(step.timeout);
  const who = `Action '${action.id}'`;
  const contextFor = (signal: AbortSignal) =>
    extend(
      session.base({
        target,
        stepId,
        writes: { who },
        input,
        signal,
        log,
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
        evidence(item: Omit<Evidence, 'at'>) {
          if (open) {
            evidence.push(
              limitEvidence({ ...masker.mask(item), at: new Date() }),
            );
          }
        },
        children: { start: refuse, get: refuse, undo: refuse },
      },
    ) as RunContext<unknown>;
  try {
    const answer = await askWithin({
      who,
      limitMs: baseMs,
      signal: session.held.signal,
      ask: async signal => action.run(contextFor(signal)),
    });
    const output = action.schema.output.parse(answer) as Record<
      string,
      unknown
    >;
    return {
      output,
      evidence,
      async closeLog() {
        await log.close();
        return lines;
      },
    };
  } catch (error) {
    await log.close();
    throw error;
  } finally {
    open = false;
  }
}
