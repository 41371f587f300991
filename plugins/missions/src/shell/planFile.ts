import {
  visibleJson,
  type Plan,
  type Run,
} from '@mission-control/plugin-missions-common';

/**
 * A plan as a JSON file, with what its hash covers besides: all that people
 * approve. What waits for an approval of its own stands beside the plan.
 */
export function planFile(
  {
    title,
    missionRef,
    missionVersion,
    parameters,
    targetsDetail,
    approvals,
  }: Run,
  plan: Plan,
): string {
  const identities = new Map(
    targetsDetail.map(({ id, identity }) => [id, identity]),
  );
  const waiting = approvals.filter(
    ({ state, changes }) => state === 'open' && changes,
  );
  return visibleJson({
    title,
    missionRef,
    missionVersion,
    parameters,
    ...plan,
    targets: plan.targets.map(target => ({
      ...target,
      identity: identities.get(target.targetId),
    })),
    waitingApprovals:
      waiting.length > 0
        ? waiting.map(({ kind, targetId, stepId, hash, message, changes }) => ({
            kind,
            targetId,
            stepId,
            hash,
            message,
            changes,
          }))
        : undefined,
  });
}
