import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 2_000;
/** A backend that restarts after a change of its code is back well before. */
const SILENT_MS = 20_000;

/**
 * Tells when a part of a portal that was ready ends or stops answering, and
 * when it answers again. The CLI stays alive without its backend (it waits for
 * a change of code), so that nobody would learn of a backend that ended.
 *
 * Any HTTP answer counts: a backend that says that it is not ready is alive.
 *
 * @param parts `[{ name, address }]`
 * @param onEnded hears `(part, words)` as soon as `ended` is told of it
 * @param onSilent hears `(part, seconds)` once, after `silentMs` without answer
 * @param onBack hears `(part)` when it answers again
 * @param signal ends the watch
 * @returns `ended(name, words)`, to be called when a part is known to have
 * ended, and `done`, a promise of the end of the watch
 */
export function watchPortal({
  parts,
  onEnded,
  onSilent,
  onBack,
  signal,
  fetcher = fetch,
  pollMs = POLL_MS,
  silentMs = SILENT_MS,
}) {
  const watched = parts.map(part => ({
    part,
    heard: Date.now(),
    told: false,
    ends: 0,
  }));
  const ask = async state => {
    const { ends } = state;
    const answers = await answersAt(state.part.address, fetcher);
    if (ends !== state.ends) {
      // It answered, if at all, before it ended.
      return;
    }
    if (answers) {
      if (state.told) {
        onBack(state.part);
      }
      state.heard = Date.now();
      state.told = false;
    } else if (!state.told && Date.now() - state.heard >= silentMs) {
      onSilent(state.part, Math.round((Date.now() - state.heard) / 1000));
      state.told = true;
    }
  };
  const watch = async () => {
    while (!signal.aborted) {
      await Promise.all(watched.map(ask));
      await sleep(pollMs, undefined, { signal }).catch(() => {});
    }
  };
  return {
    done: watch(),
    ended(name, words) {
      const state = watched.find(({ part }) => part.name === name);
      state.ends += 1;
      state.told = true;
      onEnded(state.part, words);
    },
  };
}

async function answersAt(address, fetcher) {
  try {
    const answer = await fetcher(address, {
      signal: AbortSignal.timeout(SILENT_MS),
    });
    await answer.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
