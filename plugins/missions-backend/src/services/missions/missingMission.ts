import {
  MissionError,
  type MissionProblem,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { readMissionProblems } from '../../store/operations/readMissions';

/**
 * Why there is no mission of this name, for those who may read it: its file
 * has problems, or there is none.
 */
export async function missingMission(
  tx: Knex,
  ref: string,
): Promise<MissionError> {
  const problem = (await readMissionProblems({ tx })).find(
    each => each.severity !== 'warning' && isAbout(each, ref),
  );
  if (!problem) {
    return new MissionError('NOT_FOUND', `There is no mission '${ref}'`);
  }
  const { source, location, line, column, message, remedy } = problem;
  const place = [
    `${location} of source '${source}'`,
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
  ];
  return new MissionError(
    'NOT_FOUND',
    `The file of mission '${ref}' has problems, the first in ${place.join(
      ', ',
    )}: ${message}`,
    {
      remedy: remedy ?? 'Mend the file; GET /mission-problems names them all.',
    },
  );
}

/** A file that cannot be parsed names no mission: the name of its folder counts. */
function isAbout(problem: MissionProblem, ref: string): boolean {
  const { missionRef, source, location } = problem;
  const folder = location.split('/').at(-2);
  return (missionRef ?? `${source}/${folder}`) === ref;
}
