import { collectGarbage } from '../memory/held';
import { watchMemory } from '../memory/watchMemory';
import type { Asked } from './types';

/** Time and memory of fn, without the garbage from before. */
export async function measured(fn: () => Promise<unknown>): Promise<Asked> {
  collectGarbage();
  const memory = watchMemory();
  const startedAt = performance.now();
  try {
    await fn();
  } catch (error) {
    memory.stop();
    throw error;
  }
  const milliseconds = performance.now() - startedAt;
  return { milliseconds, most: memory.stop() };
}
