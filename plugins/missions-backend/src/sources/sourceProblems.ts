import type { MissionProblem } from '@mission-control/plugin-missions-common';
import type { MissionSource } from './MissionSource';

/**
 * A source of which nothing is known yet is an error, for its missions are
 * missing; one that was read before an earlier end of the portal is a warning.
 */
export function unreadProblem(
  { name, location }: MissionSource,
  { since, isKnown }: { since: string; isKnown: boolean },
): MissionProblem {
  return {
    source: name,
    location,
    code: 'MISSION_INVALID',
    severity: isKnown ? 'warning' : 'error',
    message: `The source '${name}' is not read yet since the portal started at ${since}; ${
      isKnown ? 'its missions are those of before' : 'its missions are missing'
    }`,
    remedy:
      'It is being read; this goes away by itself, or says what is wrong.',
  };
}

/** A source that took too long. */
export function lateProblem(
  { name, location, everySeconds }: MissionSource,
  limitMs: number,
): MissionProblem {
  return {
    source: name,
    location,
    code: 'MISSION_INVALID',
    severity: 'error',
    message: `It cannot be read: the source '${name}' did not answer within ${
      limitMs / 1000
    } s`,
    remedy: `Check that the portal can reach it; it is asked again every ${everySeconds} s.`,
  };
}
