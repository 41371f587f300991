import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;
const LIMIT_MS = 60_000;

/** Waits until a condition holds; throws after a minute. */
export async function waitFor(
  condition: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error('The condition did not come true within a minute');
    }
    await delay(POLL_MS);
  }
}
