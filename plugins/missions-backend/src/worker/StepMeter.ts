import type { StepState } from '@mission-control/plugin-missions-common';
import type { EventRecord, RunFeed, StepRecord } from '../store';
import {
  isTraced,
  type OpenSpan,
  type Telemetry,
  withSpan,
} from '../telemetry';
import type { TargetSession } from './TargetSession';

/** A call of a step that goes on here. */
interface OpenCall {
  readonly action: string;
  readonly startedAt: number;
  readonly span: OpenSpan;
  /** When it ended; its result may not be committed yet. */
  endedAt?: number;
}

const EVENT = /^step\.(\w+)$/;
/** Begun or to be begun: a worker is not done with it by that. */
const going: readonly StepState[] = ['pending', 'running'];
const bad: readonly StepState[] = ['failed', 'inconclusive'];

/**
 * Measures what a worker does: a span for each drive of a target and for each
 * call of a step, and how each call ended. What counts is what was committed,
 * as the feed tells it: a result that was refused is none.
 */
export class StepMeter {
  readonly #feed: RunFeed;
  readonly #telemetry: Telemetry;
  readonly #open = new Map<string, OpenCall>();

  constructor(options: { feed: RunFeed; telemetry: Telemetry }) {
    this.#feed = options.feed;
    this.#telemetry = options.telemetry;
  }

  /** Listens from now on. Returns how to stop. */
  start(): () => void {
    return this.#feed.subscribe(message => {
      if (message.kind === 'event' && this.#open.size > 0) {
        this.#take(message.event);
      }
    });
  }

  /** A trace of its own for the drive of a target, linked to the request that asked for the run. */
  async drive<T>(session: TargetSession, fn: () => Promise<T>): Promise<T> {
    const { run } = session.session;
    return withSpan(
      {
        name: 'missions.target',
        facts: {
          runId: run.id,
          target: session.lease.targetId,
          mission: run.missionRef,
        },
        linkTo: { traceParent: run.traceParent },
      },
      fn,
    );
  }

  /** A call of a step. */
  async step(
    session: TargetSession,
    step: StepRecord,
    fn: () => Promise<void>,
  ): Promise<void> {
    const { runId, targetId, stepId, action } = step;
    const key = keyOf(step);
    const mission = session.session.run.missionRef;
    await withSpan(
      {
        name: `missions.step ${action}`,
        facts: { runId, target: targetId, stepId, action, mission },
      },
      async span => {
        const { held } = session;
        const call: OpenCall = { action, span, startedAt: performance.now() };
        this.#open.set(key, call);
        try {
          await fn();
          call.endedAt = performance.now();
          if (isTraced()) {
            // The span tells how it ended, so it ends after the commit.
            await held.settled();
          }
        } finally {
          call.endedAt ??= performance.now();
          void held.settled().then(() => this.#close(key, call));
        }
      },
    );
  }

  /** The step that is at work here on a target, if one is. */
  stepOf(lease: { runId: string; targetId: string }): string | undefined {
    const place = keyOf({ ...lease, stepId: '' });
    const found = [...this.#open].find(
      ([key, { endedAt }]) => key.startsWith(place) && endedAt === undefined,
    );
    return found?.[0].slice(place.length);
  }

  /** It may have begun again meanwhile. */
  #close(key: string, call: OpenCall): void {
    if (this.#open.get(key) === call) {
      this.#open.delete(key);
    }
  }

  #take({ type, runId, targetId, stepId, data }: EventRecord): void {
    const state = EVENT.exec(type)?.[1] as StepState | undefined;
    const call = state && this.#open.get(keyOf({ runId, targetId, stepId }));
    if (!call) {
      return;
    }
    const { action, span, startedAt, endedAt = performance.now() } = call;
    if (data.takeover === true) {
      this.#telemetry.add('missions.step.takeovers', 1, {
        'missions.action': action,
      });
    }
    if (going.includes(state)) {
      return;
    }
    this.#telemetry.record(
      'missions.step.duration',
      (endedAt - startedAt) / 1000,
      { 'missions.action': action, 'missions.step.state': state },
    );
    if (state === 'retrying') {
      this.#telemetry.add('missions.step.retries', 1, {
        'missions.action': action,
      });
    }
    span.set({ stepState: state });
    if (bad.includes(state)) {
      span.failed(state);
    }
  }
}

function keyOf(step: {
  runId: string;
  targetId?: string;
  stepId?: string;
}): string {
  return `${step.runId}\n${step.targetId}\n${step.stepId}`;
}
