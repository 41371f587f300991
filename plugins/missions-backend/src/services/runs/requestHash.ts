import {
  contentHash,
  maskSecrets,
  type CreateRunRequest,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';

/**
 * What tells two requests with one Idempotency-Key apart. Secrets are masked
 * before: a hash of a short secret could be guessed.
 */
export function requestHash(
  request: CreateRunRequest,
  spec: MissionSpec,
): string {
  const { missionRef, parameters, targets, planOnly, title } = request;
  return contentHash({
    missionRef,
    parameters: maskSecrets(spec.parameters, parameters ?? {}),
    targets: (targets ?? []).map(({ cluster, role }) => [cluster, role ?? '']),
    planOnly: planOnly ?? false,
    title: title ?? '',
  });
}
