import type {
  MissionStep,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import type { TargetSession } from './TargetSession';

/** An action's changes as the plan keeps them. */
export function toChanges(
  session: TargetSession,
  step: Pick<MissionStep, 'irreversible'> | undefined,
  stepId: string,
  changes: readonly Omit<PlannedChange, 'stepId'>[],
): PlannedChange[] {
  return session.session.masker.mask(
    changes.map(change => ({
      ...change,
      stepId,
      ...(step?.irreversible && change.kind !== 'noop'
        ? { irreversible: change.irreversible ?? step.irreversible }
        : {}),
    })),
  );
}
