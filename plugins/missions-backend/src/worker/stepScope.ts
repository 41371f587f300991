import {
  type ExpressionScope,
  MissionError,
  type MissionStep,
  type RoleStep,
  roleStepsOf,
  stepNeeds,
} from '@mission-control/plugin-missions-common';
import { type Barrier, barrierOf } from '../engine';
import {
  type StepRecord,
  type TargetRecord,
  readDerivedSecrets,
  readRoleSteps,
} from '../store';
import { type RoleScope, loadOutputs, outputsOf, scopeOf } from './RunSession';
import type { TargetSession } from './TargetSession';

/**
 * What expressions of a step may read now: outputs of its own target, and of
 * other roles as far as it names them. For an undo: those of the origin.
 */
export async function loadScope(
  session: TargetSession,
  target: TargetRecord,
  options: {
    readonly reads: readonly RoleStep[];
    readonly each?: StepRecord['item'];
  },
): Promise<ExpressionScope> {
  const { reads, each } = options;
  const { store } = session;
  const { origin } = session.session;
  return scopeOf(session.session, target, {
    // Its own are known before they are kept.
    outputs:
      origin.id === session.session.run.id
        ? outputsOf(store.sealer, await session.held.stepRows())
        : await loadOutputs(store, origin.id, target.targetId),
    roles: reads.length > 0 ? await loadRoles(session, reads) : undefined,
    each,
  });
}

/** The scope of a step that is about to begin. Throws STEP_FAILED when a role ended without what it needs. */
export async function scopeOfStep(
  session: TargetSession,
  target: TargetRecord,
  source: MissionStep | undefined,
  each?: StepRecord['item'],
): Promise<ExpressionScope> {
  const { spec } = session.session;
  const needs =
    source && stepNeeds(spec.steps, target.role).get(source.id)?.roles;
  const barrier = await barrierNow(session, needs ?? []);
  if (barrier.kind !== 'met') {
    throw new MissionError('STEP_FAILED', barrier.reason, {
      remedy:
        'Skip the step with a reason, or close the target and start the mission again.',
    });
  }
  return loadScope(session, target, {
    reads: source ? roleStepsOf(source) : [],
    each,
  });
}

/** How a wait for steps of other roles stands. */
export async function barrierNow(
  session: TargetSession,
  needs: readonly RoleStep[],
): Promise<Barrier> {
  if (needs.length === 0) {
    return { kind: 'met' };
  }
  const { targets, steps } = await readRoleSteps({
    tx: session.store.db,
    runId: session.session.run.id,
    roles: needs.map(item => item.role),
    steps: needs.map(item => item.step),
  });
  return barrierOf(needs, targets, steps);
}

/** One target at most: the output itself; else a map from target to output. */
async function loadRoles(
  session: TargetSession,
  reads: readonly RoleStep[],
): Promise<RoleScope> {
  const { store } = session;
  const { spec, origin, masker, derived, roleTargets } = session.session;
  const roles: Record<
    string,
    { steps: Record<string, { output: any }>; targets: readonly string[] }
  > = Object.fromEntries(
    Object.entries(roleTargets).map(([role, targets]) => [
      role,
      { steps: {}, targets },
    ]),
  );
  // Another replica may have made something of a secret meanwhile.
  const { db: tx, sealer } = store;
  if (derived.possible) {
    masker.add(...(await readDerivedSecrets({ tx, sealer, runId: origin.id })));
  }
  for (const role of new Set(reads.map(item => item.role))) {
    const { steps, targets } = roles[role];
    const wanted = reads.filter(item => item.role === role);
    const single = spec.targets?.roles?.[role]?.max === 1;
    for (const targetId of targets) {
      const outputs = await loadOutputs(store, origin.id, targetId);
      for (const { step } of wanted) {
        const output = outputs[step]?.output;
        if (single && outputs[step]) {
          steps[step] = { output };
        } else if (!single) {
          steps[step] ??= { output: {} };
          if (outputs[step]) {
            steps[step].output[targetId] = output;
          }
        }
        if (spec.steps.find(item => item.id === step)?.sealed) {
          masker.add(output);
        }
      }
    }
  }
  return roles;
}
