import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  missionsApiRef,
  MissionsApiError,
  type RunStreamMessage,
} from '../api';
import { askNow, onAskNow } from './askNow';
import { useDocumentVisible } from './useDocumentVisible';

/** First wait before the stream is opened again; doubles up to the last. */
const FIRST_BACKOFF_MS = 500;
const LAST_BACKOFF_MS = 15_000;

/** A step's log is read as pages; its last line tells how far they must go. */
const NEWEST_LINES = 1;

/**
 * `live`: changes arrive at once. `paused`: the tab is hidden. `stale`: the
 * connection broke and is tried again. `ended`: nothing more will come.
 * @public
 */
export type Liveness = 'live' | 'paused' | 'stale' | 'ended';

/**
 * Keeps the stream of a run open while the tab is visible and `enabled`.
 * After a break it goes on behind the last message that it saw, or begins anew
 * where it is told that nothing can go on there.
 */
export function useRunStream(options: {
  runId: string;
  enabled: boolean;
  onMessage: (message: RunStreamMessage) => void;
}): Liveness {
  const { runId, enabled } = options;
  const api = useApi(missionsApiRef);
  const visible = useDocumentVisible();
  const [connected, setConnected] = useState(true);
  const onMessage = useRef(options.onMessage);
  onMessage.current = options.onMessage;
  const cursor = useRef<{ runId: string; value?: string }>({ runId });

  useEffect(() => {
    if (!enabled || !visible) {
      return undefined;
    }
    if (cursor.current.runId !== runId) {
      cursor.current = { runId };
    }
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = FIRST_BACKOFF_MS;
    let broken = false;
    const open = async () => {
      timer = undefined;
      try {
        await api.streamRun({
          runId,
          cursor: cursor.current.value,
          newestLines: NEWEST_LINES,
          signal: abort.signal,
          onOpen: () => {
            setConnected(true);
            if (broken) {
              broken = false;
              askNow();
            }
          },
          onMessage: message => {
            wait = FIRST_BACKOFF_MS;
            cursor.current.value = message.cursor ?? cursor.current.value;
            onMessage.current(message);
          },
        });
      } catch (error) {
        if (!abort.signal.aborted) {
          if (isRefused(error)) {
            cursor.current = { runId };
          }
          broken = true;
          setConnected(false);
        }
      }
      if (!abort.signal.aborted) {
        timer = setTimeout(open, wait);
        wait = Math.min(wait * 2, LAST_BACKOFF_MS);
      }
    };
    open();
    const forget = onAskNow(() => {
      // Only while it waits: an open stream needs no other.
      if (timer !== undefined) {
        clearTimeout(timer);
        wait = FIRST_BACKOFF_MS;
        open();
      }
    });
    return () => {
      forget();
      abort.abort();
      clearTimeout(timer);
    };
  }, [api, runId, enabled, visible]);

  if (!enabled) {
    return 'ended';
  }
  if (!visible) {
    return 'paused';
  }
  return connected ? 'live' : 'stale';
}

/** The request was understood and turned down: asked the same way, it would be again. */
function isRefused(error: unknown): boolean {
  const { status } = MissionsApiError.from(error);
  return status >= 400 && status < 500;
}
