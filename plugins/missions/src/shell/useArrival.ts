import { useEffect, type RefObject } from 'react';
import { useLocation } from 'react-router-dom';

/** The key of the entry of the history that the portal was opened with. */
const OPENED = 'default';

/**
 * Takes the focus to the heading of a page that somebody came to by a link
 * which is gone with the page before: the next tab goes on from there, and a
 * screen reader reads where it is.
 */
export function useArrival(heading: RefObject<HTMLElement>): void {
  const { key, pathname } = useLocation();
  const opened = key === OPENED;
  useEffect(() => {
    if (!opened && document.activeElement === document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [heading, opened, pathname]);
}
