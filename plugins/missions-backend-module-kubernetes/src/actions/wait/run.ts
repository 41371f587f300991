import {
  evaluateOnObject,
  isMissionError,
  MissionError,
} from '@mission-control/plugin-missions-common';
import {
  Inconclusive,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { setTimeout as delay } from 'node:timers/promises';
import { describeRef } from '../../objects';
import {
  Deadline,
  describeSelection,
  evidenceOf,
  millisecondsOf,
  observe,
  type Observation,
} from '../../observe';
import type { WaitInput, WaitOutput } from './schema';

const POLL_MS = 1000;

interface Look {
  readonly met: boolean;
  readonly terminal: boolean;
  readonly reason: string;
  readonly observation?: Observation;
  readonly progressKey: string;
}

/** Looks until what is waited for is there and has stayed. */
export async function runWaitAction(
  ctx: RunContext<WaitInput>,
): Promise<WaitOutput> {
  const { input } = ctx;
  const start = Date.now();
  const stableMs = millisecondsOf(input.stableFor);
  const deadline = new Deadline({
    timeoutMs: millisecondsOf(input.timeout),
    extendMs: millisecondsOf(input.extendWhileProgressing),
    now: start,
  });
  let said = '';
  let metSince: number | undefined;
  for (;;) {
    ctx.signal.throwIfAborted();
    const look = await lookOnce(ctx);
    const now = Date.now();
    deadline.progress(look.progressKey, now);
    if (look.reason !== said) {
      said = look.reason;
      ctx.log.info(look.reason);
      ctx.progress({ text: look.reason });
    }
    if (look.terminal) {
      report(ctx, look);
      throw new MissionError('NOT_READY', look.reason, {
        object: culpritOf(look),
      });
    }
    metSince = look.met ? metSince ?? now : undefined;
    if (metSince !== undefined && now - metSince >= stableMs) {
      report(ctx, look);
      return {
        waitedSeconds: Math.round((now - start) / 1000),
        reason: look.reason,
      };
    }
    if (!look.met && deadline.isOver(now)) {
      throw new Inconclusive(
        `The time is up (${input.timeout} without progress): ${look.reason}`,
        evidenceFor(ctx, look),
      );
    }
    await delay(POLL_MS, undefined, { signal: ctx.signal });
  }
}

async function lookOnce(ctx: RunContext<WaitInput>): Promise<Look> {
  try {
    const observation = await observe(ctx, ctx.input, ctx.input);
    return judge(ctx.input, observation);
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    if (ctx.input.for === 'absent' && error.code === 'KUBERNETES_API_ABSENT') {
      const reason = 'The API is not served any more';
      return { met: true, terminal: false, reason, progressKey: reason };
    }
    if (!error.retryable) {
      throw error;
    }
    return {
      met: false,
      terminal: false,
      reason: `Could not look: ${error.message}`,
      progressKey: error.code,
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
      : object === null ||
        evaluateOnObject(input.condition!, { object }) !== true,
  );
  const met =
    left.length === 0 && (input.for === 'absent' || objects.length > 0);
  const names = left.map(({ ref }) => describeRef(ref)).join(', ');
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

function doneText(input: WaitInput): string {
  return `${describeSelection(input)}: ${
    input.for === 'absent' ? 'gone' : input.condition
  }`;
}

function culpritOf({ observation }: Look) {
  const worst = observation?.objects.find(object => object.terminal);
  return worst?.culprit ?? worst?.ref;
}

function evidenceFor(ctx: RunContext<WaitInput>, look: Look) {
  return look.observation && look.observation.objects.length > 0
    ? evidenceOf(look.observation)
    : [{ asked: describeSelection(ctx.input), answered: look.reason }];
}

function report(ctx: RunContext<WaitInput>, look: Look): void {
  evidenceFor(ctx, look).forEach(evidence => ctx.evidence(evidence));
}
