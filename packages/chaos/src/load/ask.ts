import { patiently } from '../world/patiently';
import type { World } from '../world/World';

/** Asks one engine after the other until one answers: all may be down, and a refusal may pass. */
export async function ask<T>(
  world: World,
  question: (engine: World['engines'][number]) => Promise<T>,
): Promise<T> {
  const { engines } = world;
  return patiently(turn => question(engines[turn % engines.length]));
}
