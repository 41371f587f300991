/** Cases of a property: so many, and a hundred times as many in the long form. */
export const numRuns = (cases: number): number =>
  process.env.MISSIONS_TEST_LONG ? 100 * cases : cases;
