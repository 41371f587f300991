import {
  type TargetEvent,
  isTerminal,
} from '@mission-control/plugin-missions-common';
import { type Decision, decide } from '../engine';
import {
  type RunChange,
  type StepRecord,
  type TargetRecord,
  letGo,
  moveStep,
  moveTarget,
  planColumns,
  StaleView,
  savePlannedSteps,
  toJson,
} from '../store';
import { queueAgain, yieldTurns } from '../store/operations/yieldTurns';
import { guardKnown } from './guardKnown';
import { makePlan } from './makePlan';
import { recheckPlan } from './recheckPlan';
import { runPreflight } from './runPreflight';
import { runStep } from './runStep';
import { settleBlocked } from './settleBlocked';
import { settlePlan } from './settlePlan';
import { snapshotOf } from './snapshotOf';
import type { StepMeter } from './StepMeter';
import type { TargetSession } from './TargetSession';
import { verifyTarget } from './verifyTarget';

const AT_ONCE = new Date(0).toISOString();
const LATER = { later: true };

/**
 * Drives a claimed target until it waits or ends: read, decide, do, commit,
 * again. Answers when to look again by itself; undefined: when somebody wakes
 * it. Stops at once when the lease is lost or the process stops. It begins by
 * what was read when the target was opened.
 */
export async function driveTarget(
  session: TargetSession,
  meter: StepMeter,
): Promise<string | undefined> {
  const { held } = session;
  let failed = false;
  let careful = false;
  for (;;) {
    if (held.aborted === 'lost' || held.aborted === 'stopping') {
      // One that only this worker thought lost still is ours to give back.
      return AT_ONCE;
    }
    if (!held.placed && !held.signal.aborted) {
      // What it was at has ended, and the next thing needs a place: in the
      // queue it waits for one, here or at another replica.
      return AT_ONCE;
    }
    try {
      const seen = await look(session, careful);
      if (!seen || seen.lost) {
        continue;
      }
      const { decision, target, steps, fresh } = seen;
      if (isTerminal(target.state)) {
        await held.leave();
        return undefined;
      }
      careful = decision.kind === 'wait' && !fresh;
      if (careful) {
        // It rests only by what is so, not by what was so a moment ago.
        continue;
      }
      if (decision.kind === 'wait') {
        await tellWait(session, target, steps, decision);
        return decision.until;
      }
      await execute(session, meter, target, steps, decision);
      failed = false;
    } catch (error) {
      if (error instanceof StaleView) {
        careful = true;
        continue;
      }
      // An aborted phase is told by the target's state, which is read again.
      // What fails after it, too, was not aborted: it is not tried in a circle.
      if (!held.signal.aborted || failed) {
        throw error;
      }
      failed = true;
    }
  }
}

/** What comes next, by what is known, or by what is read anew. */
async function look(session: TargetSession, fresh: boolean) {
  const seen = await session.held.see({ fresh });
  if (!seen) {
    return undefined;
  }
  const { run, target, steps } = seen;
  guardKnown(target, steps);
  const snapshot = await snapshotOf(session, run, target, steps);
  const { store } = session;
  const now = fresh ? await store.now() : await store.countedNow();
  const decision = decide(snapshot, now);
  return { ...seen, decision, lost: session.held.aborted === 'lost' };
}

async function execute(
  session: TargetSession,
  meter: StepMeter,
  target: TargetRecord,
  steps: readonly StepRecord[],
  decision: Exclude<Decision, { kind: 'wait' }>,
): Promise<void> {
  switch (decision.kind) {
    case 'move':
      await session.commit(async (change, current) => {
        const { event } = decision;
        if (event === 'pause_requested' && !change.run.pauseRequested) {
          // Resumed meanwhile, which found nothing paused yet.
          return;
        }
        await moveTarget({
          change,
          target: current,
          event,
          reason: reasonOf(event, current, steps),
        });
      }, LATER);
      break;
    case 'preflight':
      await runPreflight(session, target);
      break;
    case 'plan':
      await plan(session, target);
      break;
    case 'recheck':
      await recheckPlan(session, target);
      break;
    case 'step': {
      const step = steps.find(({ stepId }) => stepId === decision.stepId)!;
      await meter.step(session, step, () => runStep(session, target, step));
      break;
    }
    case 'verify':
      await verifyTarget(session, target);
      break;
    case 'queueAgain':
      await letGo(session.store, { endedRun: session.lease.runId });
      await session.commit((change, current) =>
        queueAgain({ change, target: current }),
      );
      break;
    default:
      throw new Error(
        `Unknown decision ${JSON.stringify(decision satisfies never)}`,
      );
  }
}

/**
 * A running target says what it waits for, as long as it does. What a brake
 * holds is at work no more: a step that was taken over waits, too.
 */
async function tellWait(
  session: TargetSession,
  target: TargetRecord,
  steps: readonly StepRecord[],
  { reason, held }: Extract<Decision, { kind: 'wait' }>,
): Promise<void> {
  if (
    target.state !== 'running' ||
    !target.released ||
    target.reason === reason
  ) {
    return;
  }
  await session.commit(async (change, current) => {
    if (current.state !== 'running') {
      return;
    }
    const { targetId } = current;
    await change.setTarget(targetId, {
      reason: reason ?? null,
      held_json: toJson(held && { ...held, since: change.now }),
    });
    if (held) {
      await suspendRunning(session, change, targetId, steps);
      await yieldTurns({ change });
    }
    if (reason) {
      change.emit({
        type: held ? 'target.held' : 'target.waiting',
        targetId,
        message: reason,
        data: held && { kind: held.kind, freezeId: held.freezeId },
      });
    }
  });
}

async function suspendRunning(
  { lease }: TargetSession,
  change: RunChange,
  targetId: string,
  steps: readonly StepRecord[],
): Promise<void> {
  for (const { stepId, state } of steps) {
    if (state === 'running') {
      const { fence } = lease;
      await moveStep({ change, targetId, stepId, event: 'suspended', fence });
    }
  }
}

/**
 * Why a target that cannot go on asks for a decision: what failed. One that is
 * looked at again keeps its reason until it passes.
 */
function reasonOf(
  event: TargetEvent,
  target: TargetRecord,
  steps: readonly StepRecord[],
): string | undefined {
  if (event === 'rechecked') {
    return target.reason;
  }
  const states: Partial<Record<TargetEvent, StepRecord['state']>> = {
    step_failed: 'failed',
    step_inconclusive: 'inconclusive',
  };
  return (
    steps
      .filter(step => step.state === states[event])
      .map(step => `${step.name}: ${step.error?.message}`)
      .join('; ') || undefined
  );
}

async function plan(
  session: TargetSession,
  target: TargetRecord,
): Promise<void> {
  const made = await makePlan(session, target);
  const [problem] = made.plan.problems ?? [];
  await session.commit(async (change, current) => {
    if (!problem) {
      const { planOnly } = session.session.run;
      const event = planOnly ? 'plan_only_done' : 'planned';
      await settlePlan({ session, change, target: current, made, event });
      return;
    }
    const reason = `${problem.stepId}: ${problem.message}`;
    const state = await moveTarget({
      change,
      target: current,
      event: 'plan_failed',
      reason,
      columns: planColumns(change, current, made.plan),
      data: { hash: made.plan.hash },
    });
    if (state) {
      const { targetId, plannedAt } = current;
      const isFirst = plannedAt === undefined;
      await savePlannedSteps({ ...made, change, targetId, isFirst });
    }
    const { store } = session;
    await settleBlocked({ store, change, target: current, state, reason });
  }, LATER);
}
