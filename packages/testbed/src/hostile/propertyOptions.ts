import type { Parameters } from 'fast-check';

const { MISSIONS_TEST_LONG, MISSIONS_TEST_SEED, MISSIONS_TEST_PATH } =
  process.env;

/**
 * How a property with a great space is tried: in the short form from a fixed
 * seed, in the long one from a new one. What fast-check prints of a failure is
 * played again with MISSIONS_TEST_SEED and MISSIONS_TEST_PATH.
 */
export function propertyOptions<Ts>(cases: number): Parameters<Ts> {
  const fixed = MISSIONS_TEST_LONG ? undefined : 20_261_123;
  return {
    numRuns: MISSIONS_TEST_LONG ? 100 * cases : cases,
    seed: MISSIONS_TEST_SEED ? Number(MISSIONS_TEST_SEED) : fixed,
    ...(MISSIONS_TEST_PATH && { path: MISSIONS_TEST_PATH }),
  };
}
