import {
  MissionError,
  type MissionProblem,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { isAbsolute } from 'node:path';
import { readMissionProblems } from '../../store/operations/readMissions';

/**
 * Why there is no mission of this name, for those who may read it: its file
 * has problems, its source is not read yet or does not answer, or there is none.
 */
export async function missingMission(
  tx: Knex,
  ref: string,
): Promise<MissionError> {
  const problems = (await readMissionProblems({ tx })).filter(
    ({ severity }) => severity !== 'warning',
  );
  const problem = problems.find(each => isAbout(each, ref));
  if (!problem) {
    const whole = problems.find(each => isAboutSource(each, ref));
    return whole
      ? new MissionError(
          'NOT_FOUND',
          `Mission '${ref}' is not known, for its source has a problem: ${whole.message}`,
          { remedy: whole.remedy },
        )
      : new MissionError('NOT_FOUND', `There is no mission '${ref}'`);
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

/** Files are named from their source on; only a source has a whole path or address. */
function isAboutSource(problem: MissionProblem, ref: string): boolean {
  const { missionRef, source, location } = problem;
  return (
    missionRef === undefined &&
    ref.startsWith(`${source}/`) &&
    (isAbsolute(location) || URL.canParse(location))
  );
}

/** A file that cannot be parsed names no mission: the name of its folder counts. */
function isAbout(problem: MissionProblem, ref: string): boolean {
  const { missionRef, source, location } = problem;
  const folder = location.split('/').at(-2);
  return (missionRef ?? `${source}/${folder}`) === ref;
}
