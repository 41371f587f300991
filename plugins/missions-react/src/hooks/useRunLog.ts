import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { LogLine } from '@mission-control/plugin-missions-common';
import { missionsApiRef, type MissionsApi } from '../api';
import { MAX_LINES, type LogStore } from './LogStore';
import { useAction, type ActionState } from './useAction';

/** Lines of one question. */
const PAGE = 5_000;
const POLL_MS = 3_000;
/** Until a gap is asked for again that newer lines left open. */
const GAP_MS = 250;
const LAST_WAIT_MS = 60_000;

/** The log of one step, as far as it is loaded. @public */
export interface RunLog {
  /** The newest lines, without a gap. */
  lines: readonly LogLine[];
  /** How many lines the step wrote before these. */
  olderCount: number;
  /** Loads some of them; undefined when no more can be shown. */
  loadOlder?: ActionState<[]>;
  /** Nothing was read yet. */
  reading: boolean;
  /** Why the last question was not answered; it is asked again. */
  error?: unknown;
  /** All lines of the step, page by page, up to the last one of now. */
  readAll(): AsyncIterable<readonly LogLine[]>;
}

/**
 * The lines of one step on one target: the newest that are stored, then what
 * the stream adds. While the stream is not live it asks for new lines now and
 * then, and always when the stream is further on than what is loaded.
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
  /** Line that a link points at: it is loaded, too, while there is room. */
  fromSeq?: number;
}): RunLog {
  const { runId, targetId, stepId, logs, live, ended } = options;
  const api = useApi(missionsApiRef);
  const name = [runId, targetId, stepId].join('\n');
  const [asked, setAsked] = useState<{ name: string; error?: unknown }>();
  const fromSeq = useRef(options.fromSeq);
  fromSeq.current = options.fromSeq;

  useEffect(() => logs.watch({ targetId, stepId }), [logs, targetId, stepId]);
  useEffect(() => {
    const step = stepLog({ api, runId, targetId, stepId, logs });
    let stopped = false;
    let asking = false;
    let failures = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      clearTimeout(timer);
      asking = true;
      let error: unknown;
      try {
        await step.readNew(fromSeq.current, () => stopped);
        failures = 0;
      } catch (cause) {
        error = cause;
        failures += 1;
      }
      asking = false;
      if (stopped) {
        return;
      }
      setAsked({ name, error });
      if (failures > 0) {
        timer = setTimeout(
          ask,
          Math.min(POLL_MS * 2 ** (failures - 1), LAST_WAIT_MS),
        );
      } else if (step.isBehind()) {
        timer = setTimeout(ask, GAP_MS);
      } else if (!live && !ended) {
        timer = setTimeout(ask, POLL_MS);
      }
    };
    const forget = logs.subscribe(() => {
      if (!asking && failures === 0 && step.isBehind()) {
        clearTimeout(timer);
        timer = setTimeout(ask, GAP_MS);
      }
    });
    ask();
    return () => {
      stopped = true;
      forget();
      clearTimeout(timer);
    };
  }, [api, runId, targetId, stepId, logs, live, ended, name]);

  const lines = useSyncExternalStore(logs.subscribe, () =>
    logs.get({ targetId, stepId }),
  );
  const older = useAction(() =>
    stepLog({ api, runId, targetId, stepId, logs }).readOlder(),
  );
  const known = asked?.name === name;
  const olderCount = lines.length > 0 ? lines[0].seq - 1 : 0;
  const hasRoom = lines.length + PAGE <= MAX_LINES;
  return {
    lines,
    olderCount,
    loadOlder: olderCount > 0 && hasRoom ? older : undefined,
    reading: !known && lines.length === 0,
    error: known ? asked.error : undefined,
    readAll: () => readAll({ api, runId, targetId, stepId }),
  };
}

/** Questions about the log of one step whose answers go into the store. */
function stepLog(options: {
  api: MissionsApi;
  runId: string;
  targetId: string;
  stepId: string;
  logs: LogStore;
}) {
  const { api, runId, targetId, stepId, logs } = options;
  const key = { targetId, stepId };
  const pageOf = (part: {
    after?: number;
    before?: number;
    newest?: boolean;
  }) =>
    api.listLogs(runId, {
      target: targetId,
      step: stepId,
      limit: PAGE,
      ...part,
    });
  const readOlder = async () => {
    const before = logs.get(key)[0]?.seq;
    const { items } = await pageOf({ before, newest: true });
    logs.addPage(key, items);
  };
  return {
    isBehind: () => logs.isBehind(key),
    readOlder,
    async readNew(fromSeq: number | undefined, isStopped: () => boolean) {
      const after = logs.get(key).at(-1)?.seq;
      let found = await pageOf(
        after === undefined ? { newest: true } : { after },
      );
      if (after !== undefined && found.truncated) {
        // More than a page is missing: what counts is the end.
        found = await pageOf({ newest: true });
      }
      if (isStopped()) {
        return;
      }
      logs.addPage(key, found.items);
      const hasRoom = () => logs.get(key).length + PAGE <= MAX_LINES;
      while (fromSeq && logs.get(key)[0]?.seq > fromSeq && hasRoom()) {
        await readOlder();
        if (isStopped()) {
          return;
        }
      }
    },
  };
}

async function* readAll(options: {
  api: MissionsApi;
  runId: string;
  targetId: string;
  stepId: string;
}): AsyncGenerator<readonly LogLine[]> {
  const { api, runId, targetId: target, stepId: step } = options;
  const newest = await api.listLogs(runId, {
    target,
    step,
    newest: true,
    limit: 1,
  });
  const before = (newest.items[0]?.seq ?? 0) + 1;
  for (let after = 0; after < before - 1; ) {
    const { items } = await api.listLogs(runId, {
      target,
      step,
      after,
      before,
      limit: PAGE,
    });
    if (items.length === 0) {
      return;
    }
    yield items;
    after = items[items.length - 1].seq;
  }
}
