import type { MissionsApi } from '../api';

interface Asked<T> {
  at: number;
  answer: Promise<T>;
}

/** A question that all of a tab ask once, see {@link sharedQuestion}. */
export interface SharedQuestion<T> {
  /** What anybody in this tab asked for less than `maxAgeMs` ago is not asked for again. */
  ask(api: MissionsApi, maxAgeMs?: number): Promise<T>;
  /** Tells of every answer that this tab gets; returns how to stop it. */
  onAnswer(api: MissionsApi, listener: () => void): () => void;
}

/** Shares the answers to one question in a tab; a failure is asked again. */
export function sharedQuestion<T>(
  question: (api: MissionsApi) => Promise<T>,
): SharedQuestion<T> {
  const newest = new WeakMap<MissionsApi, Asked<T>>();
  const listeners = new WeakMap<MissionsApi, Set<() => void>>();
  return {
    ask(api, maxAgeMs = 0) {
      const known = newest.get(api);
      if (known && Date.now() - known.at < maxAgeMs) {
        return known.answer;
      }
      const asked = { at: Date.now(), answer: question(api) };
      newest.set(api, asked);
      asked.answer.then(
        () => listeners.get(api)?.forEach(listener => listener()),
        () => newest.get(api) === asked && newest.delete(api),
      );
      return asked.answer;
    },
    onAnswer(api, listener) {
      const all = listeners.get(api) ?? new Set();
      listeners.set(api, all.add(listener));
      return () => {
        all.delete(listener);
      };
    },
  };
}
