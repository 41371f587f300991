import type { BenchServer } from '../databases/BenchDatabase';
import type { Figure } from '../report/Figure';
import { medianFigures } from '../report/medianFigures';
import type { Bench, Pace } from './Bench';

/**
 * Measures each bench on each server in an empty database of its own, one
 * after the other, in several rounds. Answers the medians of the rounds.
 */
export async function runBenches(options: {
  chosen: readonly Bench[];
  servers: readonly BenchServer[];
  pace: Pace;
  rounds: number;
  report?: (line: string) => void;
}): Promise<Figure[]> {
  const { chosen, servers, pace, rounds, report } = options;
  const byRound: Figure[][] = [];
  for (let round = 1; round <= rounds; round++) {
    const figures: Figure[] = [];
    for (const bench of chosen) {
      for (const server of servers) {
        report?.(
          `Round ${round} of ${rounds}: ${bench.name} on ${server.title}`,
        );
        const database = await server.open();
        try {
          figures.push(...(await bench.measure({ database, pace })));
        } finally {
          await database.remove();
        }
      }
    }
    byRound.push(figures);
  }
  return medianFigures(byRound);
}
