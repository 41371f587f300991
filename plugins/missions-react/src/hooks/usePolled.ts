import { useCallback, useEffect, useRef, useState } from 'react';
import { MissionsApiError } from '../api';
import { askNow, onAskNow } from './askNow';
import { useDocumentVisible } from './useDocumentVisible';
import type { ViewState } from './viewState';

/** Longest wait between two questions when none is answered. */
const MAX_BACKOFF_MS = 20_000;

type Answer<T> =
  | { kind: 'none' }
  | { kind: 'failed'; error: MissionsApiError }
  | { kind: 'answered'; data: T; asOf: Date; stale: boolean };

interface Answered<T> {
  key: string;
  about?: string;
  value: Answer<T>;
}

/**
 * Asks now, then every `intervalMs` while the tab is visible. Once there is an
 * answer it stays on the page when a later question fails, marked as stale;
 * what failed is asked less often, but at once when the connection is back.
 * `key` names the question: another key starts over, unless both questions are
 * about the same thing.
 * @public
 */
export function usePolled<T>(
  ask: () => Promise<T>,
  options: {
    key: string;
    intervalMs?: number;
    /**
     * What the answer tells of, such as one run. Until a new question about the
     * same is answered, the answer to the old one is shown.
     */
    about?: string;
  },
): ViewState<T> {
  const { key, intervalMs, about } = options;
  const [answer, setAnswer] = useState<Answered<T>>({
    key,
    value: { kind: 'none' },
  });
  const visible = useDocumentVisible();
  const latest = useRef({ ask, key, about });
  latest.current = { ask, key, about };
  const failures = useRef(0);
  const turns = useRef({ asked: 0, told: 0 });

  const refresh = useCallback(async () => {
    const { key: asked, about: of } = latest.current;
    turns.current.asked += 1;
    const turn = turns.current.asked;
    // What was asked later knows better, should it be answered first.
    const isLate = () => {
      const late = turn < turns.current.told;
      turns.current.told = Math.max(turn, turns.current.told);
      return late;
    };
    try {
      const data = await latest.current.ask();
      if (isLate()) {
        return;
      }
      const recovered = failures.current > 0;
      failures.current = 0;
      if (recovered) {
        askNow('unanswered');
      }
      if (latest.current.key === asked) {
        const value = { data, asOf: new Date(), stale: false };
        setAnswer({
          key: asked,
          about: of,
          value: { kind: 'answered', ...value },
        });
      }
    } catch (thrown) {
      if (isLate()) {
        return;
      }
      failures.current += 1;
      const error = MissionsApiError.from(thrown);
      if (latest.current.key === asked) {
        setAnswer(before => ({
          key: asked,
          about: of,
          value: afterFailure(before, { key: asked, about: of }, error),
        }));
      }
    }
  }, []);

  useEffect(() => {
    if (!visible) {
      return undefined;
    }
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let rounds = 0;
    let asking = 0;
    const loop = async () => {
      clearTimeout(timer);
      rounds += 1;
      asking += 1;
      const round = rounds;
      await refresh();
      asking -= 1;
      if (!stopped && round === rounds && intervalMs) {
        const wait = intervalMs * 2 ** Math.min(failures.current, 6);
        timer = setTimeout(
          loop,
          Math.max(intervalMs, Math.min(wait, MAX_BACKOFF_MS)),
        );
      }
    };
    loop();
    const forget = onAskNow(reach => {
      const failed = failures.current > 0;
      if (reach === 'all' ? intervalMs || failed : failed && asking === 0) {
        loop();
      }
    });
    return () => {
      stopped = true;
      forget();
      clearTimeout(timer);
    };
  }, [visible, intervalMs, key, refresh]);

  const isPrevious =
    about !== undefined &&
    answer.about === about &&
    answer.value.kind === 'answered';
  const value: Answer<T> =
    answer.key === key || isPrevious ? answer.value : { kind: 'none' };
  if (value.kind === 'none') {
    return { kind: 'loading' };
  }
  if (value.kind === 'answered') {
    const { data, asOf, stale } = value;
    return { kind: 'ready', data, asOf, stale, refresh };
  }
  return value.error.denied
    ? { kind: 'denied', error: value.error }
    : { kind: 'error', error: value.error, retry: refresh };
}

function afterFailure<T>(
  before: Answered<T>,
  asked: { key: string; about?: string },
  error: MissionsApiError,
): Answer<T> {
  // A question that was refused has its own answer; one that was lost has none.
  const isLost = error.status === 0 || error.status >= 500;
  const isSame =
    before.key === asked.key ||
    (isLost && asked.about !== undefined && before.about === asked.about);
  if (isSame && before.value.kind === 'answered' && !error.denied) {
    return { ...before.value, stale: true };
  }
  return { kind: 'failed', error };
}
