import {
  looksAgain,
  openStepStates,
  type RoleStep,
  roleStepsOfOutcome,
  stepNeeds,
} from '@mission-control/plugin-missions-common';
import {
  type Barrier,
  type DecidedStep,
  type StepWait,
  type TargetSnapshot,
  barrierOf,
  rolesUndoneBefore,
  stepOrder,
  strictOrder,
  undoBarrier,
} from '../engine';
import {
  type RunRecord,
  type StepRecord,
  type Store,
  type TargetRecord,
  readApprovals,
  readRoleSteps,
  readRun,
  readTargets,
} from '../store';
import { holdOfTarget } from './brake';
import type { TargetSession } from './TargetSession';

/** What the engine looks at to decide what comes next on a target. */
export async function snapshotOf(
  session: TargetSession,
  run: RunRecord,
  target: TargetRecord,
  steps: readonly StepRecord[],
): Promise<TargetSnapshot> {
  const { spec } = session.session;
  const needs = stepNeeds(spec.steps, target.role);
  const order = run.undoOf
    ? strictOrder(steps)
    : stepOrder(steps, spec.steps, needs);
  const rolesOf = (step: StepRecord) =>
    step.state === 'pending' ? needs.get(step.sourceId)?.roles ?? [] : [];
  const outcome = roleStepsOfOutcome(spec);
  const running = target.state === 'running';
  const barrier =
    running && !run.undoOf
      ? await openBarriers(session, [...outcome, ...steps.flatMap(rolesOf)])
      : undefined;
  const hold =
    running && steps.some(isOpenWrite)
      ? await holdOfTarget({ session, tx: session.store.db, run, target })
      : undefined;
  const undoing = running ? await barrierOfUndo(session, target) : undefined;
  return {
    state: target.state,
    released: target.released,
    recheck: target.recheck,
    pauseRequested: run.pauseRequested,
    looksAgain: looksAgain(run),
    wakeAt: target.wakeAt,
    hold,
    yielded: target.turn === 'yielded',
    outcome: barrier?.(outcome),
    steps: await Promise.all(
      steps.map(
        async (step): Promise<DecidedStep> => ({
          stepId: step.stepId,
          state: step.state,
          needs: order.get(step.stepId) ?? [],
          barrier: undoing ?? barrier?.(rolesOf(step)),
          wakeAt: step.wakeAt,
          writes: step.effect === 'write',
          waitsFor:
            step.state === 'waiting'
              ? await waitOf(session.store, step)
              : undefined,
        }),
      ),
    ),
  };
}

function isOpenWrite({ effect, state }: StepRecord): boolean {
  return effect === 'write' && openStepStates.includes(state);
}

/** What an undo waits for; the undo of an undo goes by its journal alone. */
async function barrierOfUndo(
  session: TargetSession,
  { role }: TargetRecord,
): Promise<Barrier | undefined> {
  const { run, origin, spec } = session.session;
  const before =
    role !== undefined && run.undoOf === origin.id
      ? rolesUndoneBefore(spec, role)
      : [];
  return before.length > 0
    ? undoBarrier(
        before,
        await readTargets({ tx: session.store.db, runIds: [run.id] }),
      )
    : undefined;
}

/** Reads once what all of these wait for. */
async function openBarriers(
  session: TargetSession,
  needs: readonly RoleStep[],
): Promise<((own: readonly RoleStep[]) => Barrier) | undefined> {
  if (needs.length === 0) {
    return undefined;
  }
  const { targets, steps } = await readRoleSteps({
    tx: session.store.db,
    runId: session.session.run.id,
    roles: [...new Set(needs.map(item => item.role))],
    steps: [...new Set(needs.map(item => item.step))],
  });
  return own => barrierOf(own, targets, steps);
}

async function waitOf(
  store: Store,
  { suspension }: StepRecord,
): Promise<StepWait | undefined> {
  if (suspension?.kind === 'time') {
    return suspension;
  }
  if (suspension?.kind === 'child') {
    const child = await readRun({ tx: store.db, runId: suspension.runId });
    return child && { kind: 'child', state: child.state };
  }
  if (suspension?.kind === 'approval') {
    const [approval] = await readApprovals({
      tx: store.db,
      id: suspension.approvalId,
    });
    return (
      approval && {
        kind: 'approval',
        state: approval.state,
        message: approval.message,
      }
    );
  }
  return undefined;
}
