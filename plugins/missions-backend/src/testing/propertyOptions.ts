import type { Parameters } from 'fast-check';

const { MISSIONS_TEST_LONG, MISSIONS_TEST_SEED, MISSIONS_TEST_PATH } =
  process.env;

/** What everybody begins from. */
export const SEED = 20_261_123;

/**
 * How a property with a great space is tried: from a fixed seed, so that what it
 * finds is found by everybody, and ten times as long in the long form. Another
 * seed is MISSIONS_TEST_SEED; what fast-check prints of a failure is played
 * again with that and MISSIONS_TEST_PATH.
 */
export function propertyOptions<Ts>(cases: number): Parameters<Ts> {
  return {
    numRuns: MISSIONS_TEST_LONG ? 10 * cases : cases,
    seed: Number(MISSIONS_TEST_SEED ?? SEED),
    ...(MISSIONS_TEST_PATH && { path: MISSIONS_TEST_PATH }),
  };
}
