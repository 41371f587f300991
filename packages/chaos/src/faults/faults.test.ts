import { createRandom } from '../random/createRandom';
import { dealFaults, faults } from './faults';

const names = (seed: number, count: number) => {
  const deal = dealFaults(faults, createRandom(seed));
  return Array.from({ length: count }, () => deal().name);
};
const pack = faults.reduce((sum, { weight }) => sum + weight, 0);

describe('dealFaults', () => {
  it('deals all, each as often as it weighs, before the pack is mixed again', () => {
    const seen = names(7, pack);
    for (const { name, weight } of faults) {
      expect(seen.filter(each => each === name)).toHaveLength(weight);
    }
    expect(names(7, 2 * pack).slice(pack)).not.toEqual(seen);
  });

  it('deals the same to the same seed, and in another order to another', () => {
    expect(names(7, pack)).toEqual(names(7, pack));
    expect(names(7, pack)).not.toEqual(names(8, pack));
  });
});
