import type { TargetSession } from './TargetSession';

/** A change of words is told at most so often. */
const TELL_MS = 5_000;

/**
 * Makes a target that verifies say what it waits for: as its reason, which its
 * end replaces, and as an event. The same words are told once.
 */
export function waitTeller(
  session: Pick<TargetSession, 'commit'>,
): (text: string) => Promise<void> {
  let told: string | undefined;
  let toldAt = -Infinity;
  return async text => {
    const now = performance.now();
    if (text === told || now - toldAt < TELL_MS) {
      return;
    }
    told = text;
    toldAt = now;
    await session.commit(async (change, { targetId, state }) => {
      if (state === 'verifying') {
        await change.setTarget(targetId, { reason: text });
        change.emit({ type: 'target.waiting', targetId, message: text });
      }
    });
  };
}
