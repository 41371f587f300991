import {
  visibleJson,
  type Plan,
  type Run,
} from '@mission-control/plugin-missions-common';

/** A plan as a JSON file, with what its hash covers besides: all that people approve. */
export function planFile(
  { title, missionRef, missionVersion, parameters, targetsDetail }: Run,
  plan: Plan,
): string {
  const identities = new Map(
    targetsDetail.map(({ id, identity }) => [id, identity]),
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
  });
}
