import { collectGarbage } from './held';

const LOOK_MS = 10;

/** What a process holds, in bytes. */
export interface Memory {
  /** All that is resident. */
  readonly rss: number;
  /** Objects of JavaScript, those that are garbage but not collected yet too. */
  readonly heap: number;
}

/** What this process holds when its garbage is collected. */
export function idleMemory(): Memory {
  collectGarbage();
  return memoryNow();
}

/**
 * Looks a hundred times a second, as far as the process lets it, until it is
 * stopped. Answers the most of each that was seen.
 */
export function watchMemory(): { stop(): Memory } {
  let most = memoryNow();
  const look = () => {
    const { rss, heap } = memoryNow();
    most = {
      rss: Math.max(most.rss, rss),
      heap: Math.max(most.heap, heap),
    };
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

function memoryNow(): Memory {
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}
