import type {
  CheckResult,
  MissionCheckSpec,
} from '@mission-control/plugin-missions-common';

/**
 * The ref of a mission that another one names by ref or by name: a bare name is
 * one of the same source.
 */
export function missionNamed(refOrName: string, by: string): string {
  return refOrName.includes('/')
    ? refOrName
    : `${by.slice(0, by.indexOf('/'))}/${refOrName}`;
}

/**
 * What repairs a check of a mission: what the check answered, before what the
 * mission says. A mission that it names is a ref, as pages link it.
 */
export function checkRemedy(
  missionRef: string,
  answered: CheckResult['remedy'] | MissionCheckSpec['remedy'],
  declared?: MissionCheckSpec['remedy'],
): CheckResult['remedy'] {
  const remedy = answered ?? declared;
  if (!remedy) {
    return undefined;
  }
  const mission = remedy.mission && missionNamed(remedy.mission, missionRef);
  return {
    ...remedy,
    text: remedy.text ?? `Run ${mission}`,
    ...(mission && { mission }),
  };
}
