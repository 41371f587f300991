import {
  evaluateOnObject,
  isMissionError,
  MissionError,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  Inconclusive,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { lookAtCulprit } from '../../culprit';
import {
  culpritOf,
  Deadline,
  describeSelection,
  evidenceOf,
  isStepTimeout,
  millisecondsOf,
  observe,
  pause,
  spanOf,
  timeIsUp,
  type Observation,
} from '../../observe';
import { Missing } from './Missing';
import type { WaitInput, WaitOutput } from './schema';

const POLL_MS = 1000;

interface Look {
  readonly met: boolean;
  readonly terminal: boolean;
  readonly reason: string;
  readonly observation?: Observation;
  /** An object that ought to be there and is not. */
  readonly lost?: ObjectRef;
  /** Absent when nothing could be seen, which is no progress. */
  readonly progressKey?: string;
}

const NEVER_LOOKED: Look = {
  met: false,
  terminal: false,
  reason: 'The cluster has not answered once',
};

/**
 * Looks until what is waited for is there and has stayed. Inconclusive at the
 * end of the step's time, or of a shorter one that the input asks for.
 */
export async function runWaitAction(
  ctx: RunContext<WaitInput>,
): Promise<WaitOutput> {
  const deadline = deadlineOf(ctx);
  let last: Look | undefined;
  try {
    return await lookUntilMet(ctx, deadline, look => {
      last = look;
    });
  } catch (error) {
    if (!isStepTimeout(error, ctx.signal)) {
      throw error;
    }
    throw await tooLong(ctx, deadline, last ?? NEVER_LOOKED);
  }
}

async function lookUntilMet(
  ctx: RunContext<WaitInput>,
  deadline: Deadline,
  onLook: (look: Look) => void,
): Promise<WaitOutput> {
  const stableMs = millisecondsOf(ctx.input.stableFor);
  const missing = new Missing(ctx);
  let said = '';
  let metSince: number | undefined;
  for (;;) {
    ctx.signal.throwIfAborted();
    const seen = await lookOnce(ctx);
    const now = Date.now();
    const lost =
      seen.observation && (await missing.look(seen.observation, now));
    const look = lost ? { ...seen, ...lost, terminal: true } : seen;
    onLook(look);
    const { progressKey, reason } = look;
    if (progressKey !== undefined && deadline.progress(progressKey, now)) {
      ctx.progress({ text: reason });
    }
    if (reason !== said) {
      said = reason;
      ctx.log.info(reason);
    }
    if (look.terminal) {
      report(ctx, look);
      const object = culpritIn(look);
      throw new MissionError('NOT_READY', reason, {
        object,
        details: await lookAtCulprit(ctx, object),
      });
    }
    metSince = look.met ? metSince ?? now : undefined;
    if (metSince !== undefined && now - metSince >= stableMs) {
      report(ctx, look);
      const { waitedMs } = deadline.spent(now);
      return { waitedSeconds: Math.round(waitedMs / 1000), reason };
    }
    if (metSince !== undefined) {
      const text = `${reason}; so for ${spanOf(now - metSince)} of ${spanOf(
        stableMs,
      )}`;
      ctx.progress({ text });
    } else if (deadline.isOver(now)) {
      throw await tooLong(ctx, deadline, look);
    }
    await pause(ctx, POLL_MS);
  }
}

/** The step's time; the input may shorten it. */
function deadlineOf({ input, timeLimit }: RunContext<WaitInput>): Deadline {
  const { timeout, extendWhileProgressing: extend } = input;
  const { withoutProgressMs, inAllMs } = timeLimit;
  const timeoutMs = timeout ? millisecondsOf(timeout) : withoutProgressMs;
  const extendMs = extend ? millisecondsOf(extend) : inAllMs;
  return new Deadline({
    timeoutMs: Math.min(timeoutMs, withoutProgressMs),
    extendMs: Math.min(extendMs, inAllMs),
    now: Date.now(),
  });
}

async function tooLong(
  ctx: RunContext<WaitInput>,
  deadline: Deadline,
  look: Look,
): Promise<Inconclusive> {
  const object = culpritIn(look);
  return timeIsUp({
    ...deadline.spent(Date.now()),
    reason: look.reason,
    object,
    details: await lookAtCulprit(ctx, object),
    evidence: evidenceFor(ctx, look),
  });
}

async function lookOnce(ctx: RunContext<WaitInput>): Promise<Look> {
  try {
    const observation = await observe(ctx, ctx.input, {
      allowEmpty: ctx.input.allowEmpty,
      allowUnserved: ctx.input.for === 'absent',
    });
    return judge(ctx.input, observation);
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    if (!error.retryable) {
      throw error;
    }
    return {
      met: false,
      terminal: false,
      reason: `Could not look: ${error.message}`,
    };
  }
}

function judge(input: WaitInput, observation: Observation): Look {
  const { objects, progressKey } = observation;
  if (input.for === 'ready') {
    const { ready, terminal, reason } = observation;
    return { met: ready, terminal, reason, observation, progressKey };
  }
  const left = objects.filter(({ object }) =>
    input.for === 'absent'
      ? object !== null
      : object === null || verdictOf(input.condition!, object) !== true,
  );
  const met =
    left.length === 0 && (input.for === 'absent' || objects.length > 0);
  const names = left.map(({ ref }) => nameOfObject(ref)).join(', ');
  const what =
    input.for === 'absent' ? 'still there' : `not yet ${input.condition}`;
  return {
    met,
    terminal: false,
    reason: met ? doneText(input) : `${names || 'Nothing matches'}: ${what}`,
    observation,
    progressKey: `${names} ${progressKey}`,
  };
}

/** What it reads may be absent for now, such as a status; the names were looked at before. */
function verdictOf(condition: string, object: object): unknown {
  try {
    return evaluateOnObject(condition, { object });
  } catch {
    return undefined;
  }
}

function doneText(input: WaitInput): string {
  return `${describeSelection(input)}: ${
    input.for === 'absent' ? 'gone' : input.condition
  }`;
}

function culpritIn({ observation, lost }: Look) {
  return lost ?? (observation && culpritOf(observation));
}

function evidenceFor(ctx: RunContext<WaitInput>, look: Look) {
  return look.observation && look.observation.objects.length > 0
    ? evidenceOf(look.observation)
    : [{ asked: describeSelection(ctx.input), answered: look.reason }];
}

function report(ctx: RunContext<WaitInput>, look: Look): void {
  evidenceFor(ctx, look).forEach(evidence => ctx.evidence(evidence));
}
