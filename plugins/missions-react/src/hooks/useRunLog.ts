import { useEffect, useState, useSyncExternalStore } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { LogLine } from '@mission-control/plugin-missions-common';
import { missionsApiRef } from '../api';
import type { LogStore } from './LogStore';

const LOG_LIMIT = 10_000;
const POLL_MS = 3_000;

/**
 * The lines of one step on one target: what is stored, then what the stream
 * adds. While the stream is not live it asks for new lines now and then.
 * @public
 */
export function useRunLog(options: {
  runId: string;
  targetId: string;
  stepId: string;
  logs: LogStore;
  /** Whether the stream brings new lines. */
  live: boolean;
  /** Whether new lines can come at all. */
  ended: boolean;
}): { lines: readonly LogLine[]; truncated: boolean } {
  const { runId, targetId, stepId, logs, live, ended } = options;
  const api = useApi(missionsApiRef);
  const [truncated, setTruncated] = useState(false);
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const before = logs.get({ targetId, stepId });
      const after =
        before.length > 0 ? before[before.length - 1].seq : undefined;
      try {
        const found = await api.listLogs(runId, {
          target: targetId,
          step: stepId,
          limit: LOG_LIMIT,
          ...(timer && { after }),
        });
        if (!stopped) {
          logs.add(found.items);
          setTruncated(found.truncated);
        }
      } catch {
        // The page says that it is stale; the next question brings the lines.
      }
      if (!stopped && !live && !ended) {
        timer = setTimeout(ask, POLL_MS);
      }
    };
    ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [api, runId, targetId, stepId, logs, live, ended]);

  const lines = useSyncExternalStore(logs.subscribe, () =>
    logs.get({ targetId, stepId }),
  );
  return { lines, truncated };
}
