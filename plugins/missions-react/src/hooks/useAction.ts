import { useCallback, useState } from 'react';
import { MissionsApiError } from '../api';

/** An action of a person on its way. @public */
export interface ActionState<A extends unknown[]> {
  run: (...args: A) => Promise<boolean>;
  pending: boolean;
  error?: MissionsApiError;
  clear: () => void;
}

/**
 * Does something once at a time and keeps its error for the page. Resolves to
 * whether it was done.
 * @public
 */
export function useAction<A extends unknown[]>(
  action: (...args: A) => Promise<unknown>,
): ActionState<A> {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<MissionsApiError>();
  const run = useCallback(
    async (...args: A) => {
      setPending(true);
      setError(undefined);
      try {
        await action(...args);
        return true;
      } catch (thrown) {
        setError(MissionsApiError.from(thrown));
        return false;
      } finally {
        setPending(false);
      }
    },
    [action],
  );
  return { run, pending, error, clear: () => setError(undefined) };
}
