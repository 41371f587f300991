import { MissionError } from '@mission-control/plugin-missions-common';

/** How long an aborted handler may take to end before it is left behind. */
const GRACE_MS = 5_000;

/**
 * Calls a handler and waits until it ends. One that ignores its signal is left
 * behind after a grace period, which rejects with the signal's reason. By then
 * nothing that it was given may do anything more.
 */
export async function orLeaveBehind<T>(
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let grace: ReturnType<typeof setTimeout> | undefined;
  let begin: () => void;
  const leftBehind = new Promise<never>((_resolve, reject) => {
    begin = () => {
      grace = setTimeout(() => reject(signal.reason), GRACE_MS);
    };
    signal.addEventListener('abort', begin, { once: true });
  });
  try {
    return await Promise.race([call(), leftBehind]);
  } finally {
    clearTimeout(grace);
    signal.removeEventListener('abort', begin!);
  }
}

/**
 * Asks what tells no progress, such as a plan, a read of it or a check, and
 * gives it so much time. Throws STEP_TIMEOUT when it takes longer, and the
 * signal's reason when that is aborted, whatever the asked one says itself.
 */
export async function askWithin<T>(options: {
  /** Who is asked, as a sentence begins with it. */
  who: string;
  limitMs: number;
  signal: AbortSignal;
  ask(signal: AbortSignal): Promise<T>;
}): Promise<T> {
  const { who, limitMs, signal, ask } = options;
  const limit = new AbortController();
  const timer = setTimeout(() => {
    const seconds = Math.round(limitMs / 1000);
    limit.abort(
      new MissionError(
        'STEP_TIMEOUT',
        `${who} did not answer within its time limit of ${seconds} s`,
      ),
    );
  }, limitMs);
  const both = AbortSignal.any([signal, limit.signal]);
  try {
    return await orLeaveBehind(both, () => ask(both));
  } catch (error) {
    both.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
