import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ErrorCode,
  type Evidence,
  isMissionError,
  MissionError,
  type ObjectRef,
  type PlannedChange,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import {
  isDeletion,
  leftOpen,
  SeenObjects,
  withOpenIntents,
  type ChildRuns,
  type Resumption,
  type RunContext,
  type StepJournal,
  type StepTimeLimit,
} from '@mission-control/plugin-missions-node';
import {
  type RunRecord,
  type StepRecord,
  type TargetRecord,
  readCheckpoint,
  readKept,
  readRun,
  saveCheckpoint,
  wroteEarlier,
} from '../store';
import { timeLimitOf } from '../engine';
import { limitEvidence } from './askCheck';
import { CallBrake } from './brake';
import { extend } from './extend';
import type { StepLogWriter } from './StepLogWriter';
import { STEP_API_VERSION } from './deferStep';
import { lostLease, stepJournal } from './stepJournal';
import { StoreFailure } from './StoreFailure';
import type { TargetSession } from './TargetSession';

/** One call of an action's run, and what it told. */
export interface StepCall {
  readonly context: RunContext<any>;
  readonly evidence: Evidence[];
  /** What of the store failed meanwhile. */
  readonly failure: StoreFailure;
  /** What held a write of it. */
  readonly brake: CallBrake;
  /** What the step fails with when its action ended and left an intent open. */
  leftOpen(): MissionError | undefined;
  /** After it, the context refuses everything: the call is over. */
  close(): void;
}

/** Same step, same key, over attempts and takeovers; usable as a label value. */
export function idempotencyKeyOf(step: {
  runId: string;
  targetId: string;
  stepId: string;
}): string {
  return createHash('sha256')
    .update(`${step.runId}/${step.targetId}/${step.stepId}`)
    .digest('hex')
    .slice(0, 40);
}

/** Builds what an action's run gets. */
export function openStepCall(options: {
  session: TargetSession;
  target: TargetRecord;
  step: StepRecord;
  input: unknown;
  /** What people approved: nothing else may be written. */
  approved: readonly PlannedChange[];
  /** The same as the action gets it: what was planned anew since is as planned now. */
  planned?: readonly PlannedChange[];
  resumed: Resumption | undefined;
  signal: AbortSignal;
  log: StepLogWriter;
  /** Called with each progress. */
  onProgress(progress: { text: string; done?: number; total?: number }): void;
}): StepCall {
  const { session, target, step, input, resumed, signal, log } = options;
  const { approved, planned = approved } = options;
  const evidence: Evidence[] = [];
  let open = true;
  const brake = new CallBrake();
  const guard = () => {
    session.held.guard();
    signal.throwIfAborted();
    brake.guard();
    if (!open) {
      throw new MissionError(
        'INTERRUPTED',
        `Step '${step.stepId}' is over; this call of its action may do nothing more`,
      );
    }
  };
  const of = { session, target, step, guard, brake };
  const { masker } = session.session;
  const seen = new SeenObjects();
  const failure = new StoreFailure();
  const intents = withOpenIntents(
    failure.ofAll(stepJournal({ ...of, approved, seen, signal })),
    intent => isDeletion(approved, masker.mask(intent)),
  );
  const { journal } = intents;
  const declared = () => {
    guard();
    return intents.open();
  };
  const undoes = session.session.run.undoOf !== undefined;
  const who = `${undoes ? 'The undo of action' : 'Action'} '${step.action}'`;
  const context: RunContext<any> = extend(
    session.base({
      target,
      stepId: step.stepId,
      writes: {
        who,
        declared: step.effect === 'write' ? declared : undefined,
        seen,
      },
      input,
      signal,
      log,
    }),
    {
      attempt: step.attempt,
      idempotencyKey: idempotencyKeyOf(step),
      fence: session.lease.fence,
      approved: planned,
      resumed,
      journal,
      checkpoint: failure.of(checkpointOf(session, step, guard)),
      timeLimit: timeLimitFor(session, step),
      async pause(milliseconds: number) {
        guard();
        const waits = sleep(milliseconds, undefined, { signal });
        await session.held.rest(waits, signal);
      },
      progress(progress: { text: string; done?: number; total?: number }) {
        if (open) {
          options.onProgress(masker.mask(progress));
        }
      },
      wroteEarlier: failure.of((object: ObjectRef) =>
        wroteEarlier({ tx: session.store.db, step, object }),
      ),
      evidence(item: Omit<Evidence, 'at'>) {
        guard();
        evidence.push(
          limitEvidence({
            ...masker.mask(item),
            at: new Date(),
          }),
        );
      },
      // Runs that the engine starts itself: each has a plan and an approval of its own.
      children: failure.ofAll(
        childrenOf(session, step, stepJournal(of), guard),
      ),
    },
  );
  return {
    context,
    evidence,
    failure,
    brake,
    leftOpen: () => leftOpen(who, intents.open()),
    close: () => {
      open = false;
    },
  };
}

function timeLimitFor(
  { session }: TargetSession,
  { sourceId }: StepRecord,
): StepTimeLimit {
  const source = session.spec.steps.find(item => item.id === sourceId);
  const { baseMs, mostMs } = timeLimitOf(source?.timeout);
  return { withoutProgressMs: baseMs, inAllMs: mostMs };
}

function checkpointOf(
  session: TargetSession,
  step: StepRecord,
  guard: () => void,
): RunContext<any>['checkpoint'] {
  const { store } = session;
  const { runId, targetId, stepId } = step;
  return async <T>(key: string, fn: () => Promise<T>): Promise<T> => {
    const kept = await readCheckpoint({
      tx: store.db,
      sealer: store.sealer,
      runId,
      targetId,
      stepId,
      key,
    });
    if (kept) {
      return kept.value as T;
    }
    guard();
    const value = await fn();
    const done = await session.commit(change =>
      saveCheckpoint({
        change,
        sealer: store.sealer,
        targetId,
        stepId,
        key,
        value,
      }),
    );
    if (!done) {
      throw lostLease(stepId);
    }
    return value;
  };
}

/** Codes that leave open whether an earlier attempt started the run. */
const undecided: readonly ErrorCode[] = [
  'IDEMPOTENCY_CONFLICT',
  'INTERRUPTED',
  'SECRET_KEY_MISSING',
];

/** A run that was refused: it is known that there is none. */
function isRefusal(error: unknown): error is MissionError {
  return (
    isMissionError(error) && !error.retryable && !undecided.includes(error.code)
  );
}

/** How a run ended: what was cancelled as a whole, is told once for all clusters. */
function endOf({ state, reason, outcome }: RunRecord): string | undefined {
  return state === 'cancelled' ? reason ?? outcome : outcome;
}

/**
 * Starts children through the same pipeline as any request. The child that
 * this step had before is part of the key: a retry that a person decided
 * starts a new one, a takeover finds the one that was started.
 */
function childrenOf(
  session: TargetSession,
  step: StepRecord,
  journal: StepJournal,
  guard: () => void,
): ChildRuns {
  const { runId, targetId, stepId } = step;
  const parent = { runId, targetId, stepId };
  const { initiator } = session.session.run;
  const keyOf = (key: string) =>
    `child/${idempotencyKeyOf(step)}/${key}/${step.childRunId ?? ''}`;
  const journalled = async <T extends { runId: string } | undefined>(
    verb: string,
    missionRef: string,
    start: () => Promise<T>,
  ): Promise<T> => {
    guard();
    const open = (await journal.records()).find(
      record => record.state === 'intent',
    );
    const seq =
      open?.seq ??
      (await journal.intend({
        verb,
        object: {
          apiVersion: STEP_API_VERSION,
          kind: 'Mission',
          name: missionRef,
        },
        prior: null,
      }));
    let child: T;
    try {
      child = await start();
    } catch (error) {
      if (isRefusal(error)) {
        await journal.refuse(seq, error);
      }
      throw error;
    }
    const after = child && {
      apiVersion: STEP_API_VERSION,
      kind: 'Run',
      metadata: { name: child.runId },
    };
    await journal.complete(seq, after ?? null);
    return child;
  };
  return {
    start: (key, request) =>
      journalled('start', request.missionRef, () =>
        session.children.start({
          parent,
          initiator,
          idempotencyKey: keyOf(key),
          ...request,
        }),
      ),
    undo: (key, childRunId) =>
      journalled('undo', childRunId, () =>
        session.children.undo({
          parent,
          initiator,
          idempotencyKey: keyOf(key),
          runId: childRunId,
        }),
      ),
    async get(childRunId) {
      const child = await readRun({ tx: session.store.db, runId: childRunId });
      if (!child || child.parentRunId !== runId) {
        throw new MissionError(
          'NOT_FOUND',
          `Run ${childRunId} is no child of this run`,
        );
      }
      const kept = await readKept({ tx: session.store.db, runId: child.id });
      return {
        runId: child.id,
        state: child.state,
        title: child.title,
        outcome: endOf(child),
        ...(kept.length > 0 && {
          kept: kept.map(
            ({ object, reason }) => `${nameOfObject(object)}: ${reason}`,
          ),
        }),
      };
    },
  };
}
