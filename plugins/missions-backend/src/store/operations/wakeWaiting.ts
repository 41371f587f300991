import { rolesThatAwait, rolesUndoneBefore } from '../../engine';
import type { MissionVersions } from '../MissionVersions';
import type { RunChange } from '../RunChange';

/**
 * Wakes running targets whose role waits for a role of which a target moved in
 * this change: a step of it is done, or its state changed. In an undo those
 * wait that others needed. Being in the same
 * transaction, no wake-up is lost; what was woken in vain waits on.
 */
export async function wakeWaiting(options: {
  change: RunChange;
  versions: MissionVersions;
}): Promise<void> {
  const { change, versions } = options;
  const { run, tx, moved } = change;
  if (moved.size === 0) {
    return;
  }
  const { spec } = await versions.get(tx, run.missionRef, run.missionVersion);
  if (!spec.targets?.roles) {
    return;
  }
  const movedRoles: string[] = await tx('run_targets')
    .where({ run_id: run.id })
    .whereIn('target_id', [...moved])
    .whereNotNull('role')
    .distinct()
    .pluck('role');
  const waiting = run.undoOf
    ? Object.keys(spec.targets.roles).filter(role =>
        rolesUndoneBefore(spec, role).some(name => movedRoles.includes(name)),
      )
    : rolesThatAwait(spec, new Set(movedRoles));
  if (waiting.length === 0) {
    return;
  }
  const woken = await tx('run_targets')
    .where({ run_id: run.id, state: 'running', released: true })
    .whereIn('role', waiting)
    .whereNotIn('target_id', moved.size === 1 ? [...moved] : [])
    .update({ wake_at: change.now });
  change.wake = change.wake || woken > 0;
}
