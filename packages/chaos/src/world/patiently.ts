import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 100;
/** Longer than anything is away. */
const PATIENCE_MS = 60_000;

/** Asks until it is answered: who is asked may be away. Throws the last refusal. */
export async function patiently<T>(
  question: (turn: number) => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let turn = 0; ; turn += 1) {
    try {
      return await question(turn);
    } catch (error) {
      if (performance.now() > deadline) {
        throw error;
      }
      await sleep(PAUSE_MS);
    }
  }
}
