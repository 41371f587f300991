import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 2_000;
/** A backend that restarts after a change of its code is back well before. */
const SILENT_MS = 20_000;

/**
 * Tells when a part of a portal that was ready stops answering, and when it
 * answers again. The CLI stays alive without its backend (it waits for a change
 * of code), so that nobody would learn of a backend that ended.
 *
 * Any HTTP answer counts: a backend that says that it is not ready is alive.
 *
 * @param parts `[{ name, address }]`
 * @param onSilent hears `(part, seconds)` once, after `silentMs` without answer
 * @param onBack hears `(part)` when it answers again
 * @param signal ends the watch
 */
export async function watchPortal({
  parts,
  onSilent,
  onBack,
  signal,
  fetcher = fetch,
  pollMs = POLL_MS,
  silentMs = SILENT_MS,
}) {
  const watched = parts.map(part => ({ part, heard: Date.now(), told: false }));
  const ask = async state => {
    const answers = await answersAt(state.part.address, fetcher);
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
  while (!signal.aborted) {
    await Promise.all(watched.map(ask));
    await sleep(pollMs, undefined, { signal }).catch(() => {});
  }
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
