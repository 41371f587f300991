import {
  missionReferences,
  pathText,
  type MissionProblem,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { missionNamed } from '../../engine/checkRemedy';
import {
  readMissions,
  readReferringMissions,
} from '../../store/operations/readMissions';

/**
 * Missions that others name and no source has: told when somebody asks, for
 * sources are read one by one and any of them may bring or lose a mission. What
 * an unread source has nobody knows yet.
 */
export async function missingReferences(
  tx: Knex,
  unread: ReadonlySet<string>,
): Promise<MissionProblem[]> {
  const referring = await readReferringMissions({ tx });
  const missions = await readMissions({ tx });
  const known = new Set(missions.map(({ summary }) => summary.ref));
  return referring.flatMap(({ ref, source, location, spec }) =>
    missionReferences(spec).flatMap(({ mission, path }): MissionProblem[] => {
      const named = missionNamed(mission, ref);
      const words = `'${mission}'${named === mission ? '' : ` (${named})`}`;
      const [namedSource] = named.split('/');
      return known.has(named) || unread.has(namedSource)
        ? []
        : [
            {
              source,
              location,
              missionRef: ref,
              code: 'MISSION_INVALID',
              severity: 'warning',
              path: pathText(path),
              message: `It names the mission ${words}, which no source has`,
              remedy: 'Correct the name, or add that mission to a source.',
            },
          ];
    }),
  );
}
