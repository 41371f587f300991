import { useCallback, useRef } from 'react';
import { newRequestKey } from './newRequestKey';

/**
 * Sends a request under an Idempotency-Key. It stays with the request until an
 * answer came: when that was lost on its way, asking again starts nothing
 * twice. Once it was answered, the same request is a new wish with a new key.
 */
export function useRequestKey(): <T>(
  request: object,
  send: (key: string) => Promise<T>,
) => Promise<T> {
  const unanswered = useRef(new Map<string, string>());
  return useCallback(async (request, send) => {
    const content = JSON.stringify(request);
    const key = unanswered.current.get(content) ?? newRequestKey();
    unanswered.current.set(content, key);
    const answer = await send(key);
    unanswered.current.delete(content);
    return answer;
  }, []);
}
