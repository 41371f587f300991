import {
  canonicalJson,
  MissionError,
  validateParameters,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import { Masker, secretNames } from '../../sealing';

/** Parameters of a request as a run keeps them. */
interface SplitParameters {
  /** What may be shown: a secret within another value is masked. */
  readonly parameters: Record<string, unknown>;
  /**
   * True values to seal: those that hold a secret, and those that repeat one.
   * They go before the ones to show.
   */
  readonly secrets?: Record<string, unknown>;
  /** Masks the secrets. */
  readonly masker: Masker;
}

/**
 * Validated parameters, those that hold a secret apart: one of their own, or
 * one that was inherited from the run above. Throws PARAMETER_INVALID.
 */
export function splitParameters(
  spec: MissionSpec,
  given: Record<string, unknown> | undefined,
  inherited: readonly unknown[] = [],
): SplitParameters {
  const { values, problems } = validateParameters(spec.parameters, given);
  if (problems.length > 0) {
    throw new MissionError(
      'PARAMETER_INVALID',
      problems.map(problem => problem.message).join('; '),
      { details: { problems } },
    );
  }
  const names = secretNames(spec.parameters);
  const parameters: Record<string, unknown> = {};
  const secrets: Record<string, unknown> = {};
  const masker = new Masker([...inherited, ...names.map(name => values[name])]);
  for (const [name, value] of Object.entries(values)) {
    if (names.includes(name)) {
      secrets[name] = value;
      continue;
    }
    parameters[name] = masker.mask(value);
    if (canonicalJson(parameters[name]) !== canonicalJson(value)) {
      secrets[name] = value;
    }
  }
  return {
    parameters,
    secrets: Object.keys(secrets).length > 0 ? secrets : undefined,
    masker,
  };
}
