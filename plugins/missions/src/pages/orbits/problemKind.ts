import {
  isTerminal,
  type Orbit,
} from '@mission-control/plugin-missions-common';

/**
 * What is wrong with an orbit: another cluster answers, its run is held up, or
 * it cannot look. `unclear`: something else, while a run goes on or after it looked.
 */
export type ProblemKind = 'another' | 'heldUp' | 'stuck' | 'unclear';

/**
 * What the backend's problems say, which have no kind of their own, before the
 * colon behind which they quote others. Of other words nothing is claimed.
 */
const WORDS: readonly (readonly [ProblemKind, RegExp])[] = [
  ['another', / is not the one that it watches$/],
  ['heldUp', / cannot be looked at now\b/],
  ['heldUp', / waits for a decision\b/],
  ['heldUp', / holds up its run$/],
];

/** Which kind the problem of an orbit is; undefined: it has none. */
export function problemKind(orbit: Orbit): ProblemKind | undefined {
  const { problem, state, lastRun } = orbit;
  if (!problem) {
    return undefined;
  }
  const [said] = problem.message.split(': ', 1);
  const told = WORDS.find(([, words]) => words.test(said));
  if (told) {
    return told[0];
  }
  const goesOn =
    state === 'running' ||
    (state !== 'down' && lastRun !== undefined && !isTerminal(lastRun.state));
  return goesOn || state === 'up' ? 'unclear' : 'stuck';
}
