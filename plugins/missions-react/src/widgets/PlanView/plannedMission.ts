import type { PlannedChange } from '@mission-control/plugin-missions-common';
import type { Text } from '../../text';

/** What is done to a mission of a sequence, and on which clusters. */
export interface PlannedMission {
  verb: 'start' | 'undo';
  clusters: string[];
}

/** The mission that a change starts or takes back; undefined for what is no mission. */
export function plannedMission({
  kind,
  verb,
  object,
  desired,
}: PlannedChange): PlannedMission | undefined {
  const isMission =
    kind === 'external' &&
    object.kind === 'Mission' &&
    object.apiVersion.startsWith('mission-control.dev/');
  if (!isMission || (verb !== 'start' && verb !== 'undo')) {
    return undefined;
  }
  const targets: unknown = desired?.targets;
  const names = Array.isArray(targets)
    ? targets.flatMap(({ cluster }) => cluster ?? [])
    : [];
  return { verb, clusters: [...new Set<string>(names)] };
}

/** The missions among changes. */
export function plannedMissions(
  changes: readonly PlannedChange[],
): PlannedMission[] {
  return changes.flatMap(change => plannedMission(change) ?? []);
}

/** `starts 2 missions, on dev and prod-eu` in parts; nothing of what does not happen. */
export function missionsInWords(
  t: Text,
  missions: readonly PlannedMission[],
): string[] {
  const count = (verb: PlannedMission['verb']) =>
    missions.filter(mission => mission.verb === verb).length;
  const [starts, undoes] = [count('start'), count('undo')];
  return [
    starts > 0 && t('plannedMission.starts', { count: starts }),
    undoes > 0 && t('plannedMission.takesBack', { count: undoes }),
    whereOf(t, missions),
  ].filter(part => part !== false);
}

function whereOf(t: Text, missions: readonly PlannedMission[]): string | false {
  const clusters = new Set(missions.flatMap(mission => mission.clusters));
  return (
    clusters.size > 0 &&
    t('plannedMission.on', { clusters: [...clusters].join(', ') })
  );
}
