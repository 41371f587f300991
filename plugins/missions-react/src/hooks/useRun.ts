import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  isTerminal,
  type LogLine,
  type Run,
  type RunEvent,
} from '@mission-control/plugin-missions-common';
import { missionsApiRef, type RunStreamMessage } from '../api';
import { LogStore } from './LogStore';
import { usePolled } from './usePolled';
import { useRunStream, type Liveness } from './useRunStream';
import type { ViewState } from './viewState';

/** Changes within this time are fetched together, and lines shown. */
const COALESCE_MS = 150;
/** The run is asked for at least this often, should the stream be silent. */
const POLL_MS = 15_000;

const NO_EVENTS: RunEvent[] = [];

/** A run as it changes. @public */
export interface LiveRun {
  state: ViewState<Run>;
  liveness: Liveness;
  /** Oldest first. */
  events: readonly RunEvent[];
  logs: LogStore;
}

/**
 * A run, kept current: read once, then by its stream; the stream only says
 * that something changed, the API says what it is now.
 * @public
 */
export function useRun(runId: string): LiveRun {
  const api = useApi(missionsApiRef);
  const state = usePolled(() => api.getRun(runId), {
    key: runId,
    intervalMs: POLL_MS,
  });
  const { logs, heard } = useMemo(
    () => ({ logs: new LogStore(), heard: [] as LogLine[] }),
    [runId], // eslint-disable-line react-hooks/exhaustive-deps
  );
  const { events, addEvents } = useEvents(runId);

  const refresh = state.kind === 'ready' ? state.refresh : undefined;
  const refreshSoon = useCoalesced(refresh);
  const showSoon = useCoalesced(() => logs.add(heard.splice(0)));
  const onMessage = useCallback(
    (message: RunStreamMessage) => {
      if (message.kind === 'log') {
        heard.push(message.line);
        showSoon();
        return;
      }
      if (message.kind === 'event') {
        addEvents([message.event]);
      }
      refreshSoon();
    },
    [heard, showSoon, addEvents, refreshSoon],
  );
  const liveness = useRunStream({
    runId,
    enabled: state.kind === 'ready' && !isTerminal(state.data.state),
    onMessage,
  });

  const eventSeq = state.kind === 'ready' ? state.data.eventSeq : undefined;
  const known = events.length > 0 ? events[events.length - 1].seq : 0;
  useEffect(() => {
    if (eventSeq === undefined || eventSeq <= known) {
      return undefined;
    }
    let stopped = false;
    api
      .listEvents(runId, { after: known, limit: 1000 })
      .then(found => !stopped && addEvents(found))
      .catch(() => undefined);
    return () => {
      stopped = true;
    };
  }, [api, runId, eventSeq, known, addEvents]);

  return { state, liveness, events, logs };
}

function useEvents(runId: string) {
  const [byRun, setByRun] = useState<{ runId: string; events: RunEvent[] }>({
    runId,
    events: [],
  });
  const addEvents = useCallback(
    (added: RunEvent[]) =>
      setByRun(before => {
        const all = before.runId === runId ? before.events : [];
        const known = new Set(all.map(event => event.seq));
        const fresh = added.filter(event => !known.has(event.seq));
        return {
          runId,
          events: [...all, ...fresh].sort((a, b) => a.seq - b.seq),
        };
      }),
    [runId],
  );
  return {
    events: byRun.runId === runId ? byRun.events : NO_EVENTS,
    addEvents,
  };
}

function useCoalesced(action?: () => unknown): () => void {
  const latest = useRef(action);
  latest.current = action;
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    if (timer.current === undefined) {
      timer.current = setTimeout(() => {
        timer.current = undefined;
        latest.current?.();
      }, COALESCE_MS);
    }
  }, []);
}
