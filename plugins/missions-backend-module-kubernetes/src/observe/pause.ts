import type { RunContext } from '@mission-control/plugin-missions-node';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits between two looks, where the engine offers it without a place of it. */
export async function pause(
  ctx: Pick<RunContext<unknown>, 'pause' | 'signal'>,
  milliseconds: number,
): Promise<void> {
  await (ctx.pause?.(milliseconds) ??
    delay(milliseconds, undefined, { signal: ctx.signal }));
}
