import {
  isMissionError,
  parseDemoFixtures,
  type DemoFixture,
  type MissionProblem,
} from '@mission-control/plugin-missions-common';
import type { LoadedMission } from '../store/operations/saveMissions';
import { locationOf, type MissionSource } from './MissionSource';

/** An object of a mission's file for demo clusters. */
export interface LoadedFixture extends DemoFixture {
  readonly missionRef: string;
  /** The file, for people. */
  readonly location: string;
}

/**
 * Reads the files that missions name in `demo.fixtures`. Never throws: one
 * that is missing, too large or wrong is a problem of its mission, which stays,
 * and takes nothing away from the others.
 */
export async function loadFixtures(options: {
  source: MissionSource;
  missions: readonly LoadedMission[];
  signal?: AbortSignal;
}): Promise<{ fixtures: LoadedFixture[]; problems: MissionProblem[] }> {
  const { source, missions, signal } = options;
  const named = missions.flatMap(({ summary, spec, location }) =>
    spec.demo?.fixtures
      ? [{ ref: summary.ref, beside: location, path: spec.demo.fixtures }]
      : [],
  );
  const fixtures: LoadedFixture[] = [];
  const problems: MissionProblem[] = [];
  if (named.length === 0) {
    return { fixtures, problems };
  }
  const texts = await source
    .readBeside(named, signal)
    .catch((error: Error) => named.map(() => ({ error })));
  for (const [index, file] of named.entries()) {
    const about = {
      source: source.name,
      location: locationOf(file),
      missionRef: file.ref,
      severity: 'error' as const,
    };
    const answer = texts[index];
    if ('error' in answer) {
      problems.push({ ...about, ...unreadable(answer.error) });
      continue;
    }
    const parsed = parseDemoFixtures(answer.text);
    problems.push(...parsed.problems.map(each => ({ ...about, ...each })));
    fixtures.push(
      ...parsed.fixtures.map(fixture => ({
        ...fixture,
        missionRef: file.ref,
        location: about.location,
      })),
    );
  }
  return { fixtures, problems };
}

function unreadable(error: Error) {
  const known = isMissionError(error) ? error : undefined;
  return {
    code: known?.code ?? 'MISSION_INVALID',
    message: `The file of demo.fixtures cannot be read: ${error.message}`,
    remedy:
      known?.remedy ??
      'Check that it is below the directory of the mission and that the portal may read it.',
  };
}
