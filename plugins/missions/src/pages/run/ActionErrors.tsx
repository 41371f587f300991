import { useEffect, useRef } from 'react';
import { ErrorState } from '@mission-control/plugin-missions-react';
import type { RunActions } from './useRunPage';

/** What a button that was pressed could not do; dialogs show their own. */
export function ActionErrors({ actions }: { actions: RunActions }) {
  const place = useRef<HTMLDivElement>(null);
  const error = [
    actions.pause,
    actions.resume,
    actions.recheck,
    actions.decide,
    actions.feedback,
  ]
    .map(action => action.error)
    .find(Boolean);
  useEffect(() => {
    if (error) {
      // The button may be far below.
      place.current?.scrollIntoView?.({ block: 'nearest' });
    }
  }, [error]);
  return error ? (
    <div ref={place}>
      <ErrorState error={error} />
    </div>
  ) : null;
}
