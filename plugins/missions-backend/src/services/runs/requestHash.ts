import {
  contentHash,
  maskSecrets,
  type CreateRunRequest,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import { Masker, secretNames } from '../../sealing';

/**
 * What tells two requests with one Idempotency-Key apart. Secrets are masked
 * before, wherever they stand: a hash of a short secret could be guessed.
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
