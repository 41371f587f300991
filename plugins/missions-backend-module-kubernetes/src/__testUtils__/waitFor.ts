import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;
const LIMIT_MS = 40_000;

/** Waits until a condition holds; throws after 40 seconds. */
export async function waitFor(
  condition: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error('The condition did not come true in time');
    }
    await delay(POLL_MS);
  }
}
