import {
  contentHash,
  maskSecrets,
  type CreateRunRequest,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import { Masker, secretNames } from '../../sealing';

/**
 * What tells two requests with one Idempotency-Key apart, but for their secrets:
 * those are masked before, wherever they stand, because a hash of a short one
 * could be guessed. They are compared with what the run has sealed.
 */
export function requestHash(
  request: CreateRunRequest,
  spec: MissionSpec,
  inherited: readonly unknown[] = [],
): string {
  const { missionRef, parameters, targets, planOnly, title } = request;
  const masker = new Masker([
    ...inherited,
    ...secretNames(spec.parameters).map(name => parameters?.[name]),
  ]);
  return contentHash({
    missionRef,
    parameters: masker.mask(maskSecrets(spec.parameters, parameters ?? {})),
    targets: (targets ?? []).map(({ cluster, role }) => [cluster, role ?? '']),
    planOnly: planOnly ?? false,
    title: masker.text(title ?? ''),
  });
}
