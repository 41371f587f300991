import { setTimeout as sleep } from 'node:timers/promises';

import { Leashed } from './startLeashed';

const POLL_MS = 50;

/**
 * Polls `ready` until it answers true.
 *
 * @throws Error with the last lines of the command's log, when the command ends
 * first or `timeoutMs` passes.
 */
export async function waitUntil(options: {
  readonly what: string;
  readonly process: Leashed;
  readonly timeoutMs: number;
  readonly ready: () => Promise<boolean>;
}): Promise<void> {
  const { what, process, timeoutMs, ready } = options;
  const deadline = Date.now() + timeoutMs;
  while (!(await ready().catch(() => false))) {
    if (!process.isRunning()) {
      throw new Error(
        `${what} ended before it was ready. Its log ends with:\n` +
          `${await process.logTail()}`,
      );
    }
    if (Date.now() > deadline) {
      throw new Error(
        `${what} was not ready after ${timeoutMs / 1000} s. Its log ends ` +
          `with:\n${await process.logTail()}`,
      );
    }
    await sleep(POLL_MS);
  }
}
