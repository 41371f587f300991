import { useCallback, useRef } from 'react';
import { newRequestKey } from '../../shell/newRequestKey';

/**
 * The Idempotency-Key of a request. It stays while the request does: when the
 * first answer was lost on its way, asking again starts nothing twice.
 */
export function useRequestKey(): (request: object) => string {
  const last = useRef({ content: '', key: '' });
  return useCallback(request => {
    const content = JSON.stringify(request);
    if (last.current.content !== content) {
      last.current = { content, key: newRequestKey() };
    }
    return last.current.key;
  }, []);
}
