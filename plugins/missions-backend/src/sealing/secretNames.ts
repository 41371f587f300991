import {
  secretPaths,
  type MissionParameters,
} from '@mission-control/plugin-missions-common';

/** Names of the parameters that are secret or have a part that is. */
export function secretNames(schema: MissionParameters | undefined): string[] {
  return [...new Set(secretPaths(schema).map(path => path.split('.')[0]))];
}

/**
 * Of the sealed parameters of a run those that are secret. The others have a
 * masked copy in what the run shows: they only repeat a secret.
 */
export function declaredSecrets(
  shown: Readonly<Record<string, unknown>>,
  sealed: Readonly<Record<string, unknown>>,
): unknown[] {
  return Object.entries(sealed)
    .filter(([name]) => !Object.hasOwn(shown, name))
    .map(([, value]) => value);
}
