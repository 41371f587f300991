import { RequestTimedOut } from '../errors';

/** An abort signal for one request: the caller's abort or the end of its time. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Milliseconds that are left. */
  left(): number;
  /** The time no longer counts, such as once a stream has begun. */
  stop(): void;
  /** Must be called at the end. */
  dispose(): void;
}

/** Starts the time of one request. */
export function startTimeLimit(
  timeoutMs: number,
  caller: AbortSignal | undefined,
): TimeLimit {
  const controller = new AbortController();
  const started = performance.now();
  const timer = setTimeout(
    () => controller.abort(new RequestTimedOut(timeoutMs)),
    timeoutMs,
  );
  const onAbort = () => controller.abort(caller?.reason);
  if (caller?.aborted) {
    onAbort();
  } else {
    caller?.addEventListener('abort', onAbort, { once: true });
  }
  return {
    signal: controller.signal,
    left: () => timeoutMs - (performance.now() - started),
    stop: () => clearTimeout(timer),
    dispose() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    },
  };
}
