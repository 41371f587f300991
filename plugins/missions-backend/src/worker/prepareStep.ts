import {
  type MissionStep,
  evaluate,
  evaluateCondition,
} from '@mission-control/plugin-missions-common';
import type { MissionAction } from '@mission-control/plugin-missions-node';
import type { StepRecord, TargetRecord } from '../store';
import { clusterChange, guardCluster } from './clusterChange';
import { keepDerived } from './evaluateInRun';
import { type UndoneStep, loadUndoneStep } from './loadUndoneStep';
import { parseInput } from './parseInput';
import { scopeOfStep } from './stepScope';
import type { TargetSession } from './TargetSession';

/** A step that is about to be called. */
export interface PreparedStep {
  readonly action: MissionAction;
  readonly source: MissionStep | undefined;
  readonly input: any;
  /** Input of another entry of the same step; undefined: its condition is false. */
  readonly inputOf?: (stepId: string, each: StepRecord['item']) => unknown;
  readonly undo?: UndoneStep;
}

/**
 * Sees that the cluster is the planned one, and finds the action and the input
 * of a step, or of the step that an undo takes back.
 */
export async function prepareStep(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  source: MissionStep | undefined,
): Promise<PreparedStep> {
  if (step.effect === 'write') {
    await guardCluster(session, target);
  } else {
    const change = await clusterChange(session, target);
    if (change) {
      throw change;
    }
  }
  if (session.session.run.undoOf) {
    const undo = await loadUndoneStep(session, target, step);
    return { action: undo.action, source, input: undo.input, undo };
  }
  const action = session.registry.action(step.action);
  const scope = await scopeOfStep(session, target, source, step.item);
  const { derived } = session.session;
  const inputOf = (stepId: string, each: StepRecord['item']) =>
    source?.if === undefined ||
    evaluateCondition(source.if, { ...scope, each }, derived)
      ? parseInput(
          action.schema.input,
          evaluate(source?.input ?? {}, { ...scope, each }, derived),
          `Step '${stepId}'`,
        )
      : undefined;
  const input = inputOf(step.stepId, step.item);
  await keepDerived(session);
  return {
    action,
    source,
    input,
    inputOf,
  };
}
