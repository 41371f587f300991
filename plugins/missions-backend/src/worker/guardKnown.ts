import {
  MissionError,
  RunState,
  StepState,
} from '@mission-control/plugin-missions-common';
import type { StepRecord, StepSuspension, TargetRecord } from '../store';

const targetStates = new Set<string>(Object.values(RunState));
const stepStates = new Set<string>(Object.values(StepState));
const suspensions: Record<StepSuspension['kind'], true> = {
  approval: true,
  child: true,
  time: true,
};

/**
 * Throws SCHEMA_NEWER when a target or one of its steps is in a state, or waits
 * for something, that this engine does not know: a later version left it so, and
 * to guess what it meant would spoil it.
 */
export function guardKnown(
  target: Pick<TargetRecord, 'targetId' | 'state'>,
  steps: readonly Pick<StepRecord, 'stepId' | 'state' | 'suspension'>[],
): void {
  if (!targetStates.has(target.state)) {
    throw unknown(`Target '${target.targetId}' is '${target.state}'`);
  }
  for (const { stepId, state, suspension } of steps) {
    if (!stepStates.has(state)) {
      throw unknown(`Step '${stepId}' is '${state}'`);
    }
    if (suspension && !Object.hasOwn(suspensions, suspension.kind)) {
      throw unknown(`Step '${stepId}' waits for '${suspension.kind}'`);
    }
  }
}

function unknown(what: string): MissionError {
  return new MissionError(
    'SCHEMA_NEWER',
    `${what}, which this version does not know. It is left as it is for a later version.`,
  );
}
