import { createContext, Script } from 'node:vm';
import {
  TimeLimitError,
  type TimeLimiter,
} from '@mission-control/plugin-missions-common';

/**
 * Far above what an honest expression takes, far below what a probe of the
 * backend waits for, and short enough that lists cannot fill the memory.
 */
const LIMIT_MS = 500;

/**
 * Ends synchronous work by V8's own watchdog, regular expressions too. The
 * work runs as it is; nothing is isolated.
 */
export function createTimeLimiter(limitMs = LIMIT_MS): TimeLimiter {
  const holder: { work?: () => unknown } = {};
  // One context for all: to make one takes longer than most expressions.
  const context = createContext(holder);
  const script = new Script('work()');
  return <T>(work: () => T): T => {
    const outer = holder.work;
    holder.work = work;
    try {
      return script.runInContext(context, { timeout: limitMs });
    } catch (error) {
      if (
        (error as { code?: unknown } | null)?.code ===
        'ERR_SCRIPT_EXECUTION_TIMEOUT'
      ) {
        throw new TimeLimitError(limitMs);
      }
      throw error;
    } finally {
      holder.work = outer;
    }
  };
}
