import { useState } from 'react';
import {
  MissionsApiError,
  useAction,
} from '@mission-control/plugin-missions-react';

/** A start, and what is known of the last one. */
export interface StartState<Request> {
  pending: boolean;
  /** Why the last one is not known to have happened, as long as that is so. */
  error?: MissionsApiError;
  /** The last refusal, whatever the form has now. */
  refused?: { error: MissionsApiError; sent: Request };
  /** An answer was lost: whether it was started is not known. */
  lost: boolean;
  /** It was of another request than the form has now: starting that would be another run. */
  lostOther: boolean;
  run(): void;
  /** Forgets a refusal; that an answer was lost stays true. */
  clear(): void;
}

/** Starts what the form has now. What was refused is told until that changes. */
export function useStart<Request>(
  request: Request,
  send: () => Promise<void>,
): StartState<Request> {
  const current = JSON.stringify(request);
  const [sent, setSent] = useState(request);
  const [lost, setLost] = useState<string>();
  const start = useAction(async () => {
    setSent(request);
    try {
      await send();
    } catch (thrown) {
      const isLost = isNoAnswer(MissionsApiError.from(thrown));
      // Only an answer to the same request tells what became of it.
      setLost(before => {
        const known = before === current ? undefined : before;
        return isLost ? current : known;
      });
      throw thrown;
    }
  });
  const { error, pending } = start;
  const isLost = error !== undefined && isNoAnswer(error);
  const isStillSo = isLost || JSON.stringify(sent) === current;

  return {
    pending,
    error: isStillSo ? error : undefined,
    refused: error && !isLost ? { error, sent } : undefined,
    lost: lost !== undefined,
    lostOther: lost !== undefined && lost !== current,
    run: () => void start.run(),
    clear() {
      if (!isLost) {
        start.clear();
      }
    },
  };
}

/**
 * No answer, that of a proxy, or of a backend that failed on the way: nobody
 * knows what became of the request.
 */
function isNoAnswer({ status, code }: MissionsApiError): boolean {
  return status === 0 || status >= 500 || code === 'FOREIGN_ANSWER';
}
