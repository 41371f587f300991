import { median } from '../statistics/median';
import type { Figure } from './Figure';

/**
 * Puts rounds of the same figures together: of value, baseline and ratio each
 * its median, of the samples the sum. Throws when a round lacks a figure.
 */
export function medianFigures(
  rounds: readonly (readonly Figure[])[],
): Figure[] {
  return (rounds[0] ?? []).map(first => {
    const same = rounds.map(round => {
      const found = round.find(
        figure =>
          figure.title === first.title && figure.database === first.database,
      );
      if (!found) {
        throw new Error(`A round lacks '${first.title}' on ${first.database}`);
      }
      return found;
    });
    return {
      ...first,
      value: median(same.map(figure => figure.value)),
      baseline: {
        ...first.baseline,
        value: median(same.map(figure => figure.baseline.value)),
      },
      ratio: median(same.map(figure => figure.ratio)),
      samples: same.reduce((sum, figure) => sum + figure.samples, 0),
    };
  });
}
