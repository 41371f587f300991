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
  const { run, moved } = change;
  if (moved.size === 0) {
    return;
  }
  const { spec } = await versions.get(
    change.reader,
    run.missionRef,
    run.missionVersion,
  );
  if (!spec.targets?.roles) {
    return;
  }
  const targets = await change.targets();
  const movedRoles = targets
    .filter(target => moved.has(target.targetId))
    .flatMap(target => target.role ?? []);
  const waiting = run.undoOf
    ? Object.keys(spec.targets.roles).filter(role =>
        rolesUndoneBefore(spec, role).some(name => movedRoles.includes(name)),
      )
    : rolesThatAwait(spec, new Set(movedRoles));
  if (waiting.length === 0) {
    return;
  }
  for (const { targetId, state, released, role } of targets) {
    const others = moved.size > 1 || !moved.has(targetId);
    const waits = state === 'running' && released && waiting.includes(role!);
    if (others && waits) {
      await change.wakeTarget(targetId);
    }
  }
}
