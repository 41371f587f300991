import { useEffect, useState } from 'react';
import { useDocumentVisible } from './useDocumentVisible';

/** The time, again every `intervalMs` while the tab is visible. @public */
export function useNow(intervalMs = 10_000): Date {
  const [now, setNow] = useState(() => new Date());
  const visible = useDocumentVisible();
  useEffect(() => {
    if (!visible) {
      return undefined;
    }
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs, visible]);
  return now;
}
