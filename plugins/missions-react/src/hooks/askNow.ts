type Listener = (reach: AskReach) => void;

/** Who asks now: all, or only those whose last question got no answer. */
export type AskReach = 'all' | 'unanswered';

const listeners = new Set<Listener>();

/**
 * Has all that is polled in this tab asked at once, instead of when its wait
 * is over: a person wants it, or something shows that the way is open again.
 */
export function askNow(reach: AskReach = 'all'): void {
  [...listeners].forEach(listener => listener(reach));
}

/** Tells of {@link askNow}, and when the browser is online again; returns how to stop it. */
export function onAskNow(listener: Listener): () => void {
  const online = () => listener('all');
  listeners.add(listener);
  window.addEventListener('online', online);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('online', online);
  };
}
