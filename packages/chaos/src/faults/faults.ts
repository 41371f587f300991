import type { Random } from '../random/createRandom';
import type { World } from '../world/World';
import { clusterFaults } from './clusterFaults';
import { databaseFaults } from './databaseFaults';
import { engineFaults } from './engineFaults';
import type { Fault } from './Fault';

/** All of them. */
export const faults: readonly Fault[] = [
  ...engineFaults,
  ...databaseFaults,
  ...clusterFaults,
];

/** Those that can happen in this world. */
export function fittingFaults(world: World): Fault[] {
  return faults.filter(fault => fault.fits?.(world) ?? true);
}

/**
 * Deals them as from a pack in which each is as often as it weighs, so that all
 * have their turn before one comes too often.
 */
export function dealFaults(
  fitting: readonly Fault[],
  random: Random,
): () => Fault {
  let pack: Fault[] = [];
  return () => {
    if (pack.length === 0) {
      pack = fitting.flatMap(fault => Array(fault.weight).fill(fault));
    }
    return pack.splice(random.between(0, pack.length - 1), 1)[0];
  };
}

/** Names of those that cannot happen in this world. */
export function sparedFaults(world: World): string[] {
  const fitting = fittingFaults(world);
  return faults
    .filter(fault => !fitting.includes(fault))
    .map(({ name }) => name);
}
