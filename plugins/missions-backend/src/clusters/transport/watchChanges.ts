import {
  MissionError,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterRequest,
  WatchEvent,
} from '@mission-control/plugin-missions-node';
import { asStatus, statusError } from '../errors';
import type { OpenAnswer } from './ClusterTransport';
import { pause } from './pause';
import { parseBoundedJson } from './readBody';
import { strangenessOfObject } from './strangeness';
import { textLines } from './textLines';

/** The server ends a watch after this time; the next one goes on from its last bookmark. */
const SERVER_SECONDS = 240;
const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 10_000;
/** Connections in a row without a single event after which the watch gives up. */
const MAX_FAILURES = 8;
/** Characters of one event. */
const MAX_EVENT_LENGTH = 16 * 1024 * 1024;
/** What a watch tells of, an error aside. */
const TYPES = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);

/** Options of a watch. */
export interface WatchOptions {
  resourceVersion: string;
  labelSelector?: string;
  fieldSelector?: string;
  signal: AbortSignal;
}

/** What a watch needs of the client. */
export interface WatchDependencies {
  readonly cluster: string;
  readonly demo?: boolean;
  open(request: ClusterRequest): Promise<OpenAnswer>;
  streamError(error: unknown, signal?: AbortSignal): unknown;
}

/**
 * Changes since a resourceVersion. Reconnects from the last event or bookmark
 * when the connection ends or breaks; throws KUBERNETES_CONFLICT with
 * `details.conflict: 'expired'` when that is too old (410), any other refusal
 * as it is, and the signal's reason when it is aborted.
 */
export async function* watchChanges(
  dependencies: WatchDependencies,
  path: string,
  options: WatchOptions,
): AsyncGenerator<WatchEvent> {
  const { signal } = options;
  let { resourceVersion } = options;
  let failures = 0;
  for (;;) {
    signal.throwIfAborted();
    try {
      const { body } = await dependencies.open(
        watchRequest(path, options, resourceVersion),
      );
      try {
        for await (const line of textLines(body, {
          maxLength: MAX_EVENT_LENGTH,
          onLong: 'fail',
        })) {
          if (line === '') {
            continue;
          }
          const event = readEvent(dependencies, path, line);
          failures = 0;
          resourceVersion =
            event.object.metadata?.resourceVersion ?? resourceVersion;
          yield event;
        }
      } finally {
        body.destroy();
      }
      // An ordinary end; a server that ends at once must not be asked in a loop.
      failures += 1;
    } catch (error) {
      const mapped = isMissionError(error)
        ? error
        : dependencies.streamError(error, signal);
      failures += 1;
      if (!isTransient(mapped) || failures >= MAX_FAILURES) {
        throw mapped;
      }
    }
    if (failures > 0) {
      await pause(backoff(failures), signal);
    }
  }
}

function watchRequest(
  path: string,
  options: WatchOptions,
  resourceVersion: string,
): ClusterRequest {
  return {
    path,
    query: {
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion,
      timeoutSeconds: SERVER_SECONDS,
      labelSelector: options.labelSelector,
      fieldSelector: options.fieldSelector,
    },
    signal: options.signal,
  };
}

function readEvent(
  { cluster, demo }: WatchDependencies,
  path: string,
  line: string,
): WatchEvent {
  // A half line at the end of a broken connection throws SyntaxError: transient.
  const event = parseBoundedJson(Buffer.from(line));
  const { type, object } = (event ?? {}) as Record<string, unknown>;
  if (type === 'ERROR') {
    const status = asStatus(object);
    throw statusError({
      cluster,
      demo,
      path,
      watch: true,
      httpStatus: status?.code ?? 500,
      body: object,
    });
  }
  const strange = TYPES.has(String(type))
    ? strangenessOfObject(object)
    : 'its type is none of a watch';
  if (strange) {
    throw new MissionError(
      'KUBERNETES_SERVER_ERROR',
      `Cluster '${cluster}' told of a change at ${path} that is none: ${strange}`,
      { retryable: false },
    );
  }
  return event as WatchEvent;
}

function isTransient(error: unknown): boolean {
  return (
    isMissionError(error) &&
    ['CLUSTER_UNREACHABLE', 'CLUSTER_TIMEOUT', 'CLUSTER_THROTTLED'].includes(
      (error as MissionError).code,
    ) &&
    error.retryable
  );
}

function backoff(failures: number): number {
  const full = Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), MAX_BACKOFF_MS);
  return full / 2 + Math.random() * (full / 2);
}
