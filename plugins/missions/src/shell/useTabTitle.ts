import { useEffect, useRef, type RefObject } from 'react';

/** Names the tab of the browser after the heading of the page that it shows. */
export function useTabTitle(heading: RefObject<HTMLElement>): void {
  const portal = useRef('');
  useEffect(() => {
    portal.current = document.title;
    return () => {
      document.title = portal.current;
    };
  }, []);
  // The heading may be made of more than text, and its numbers change.
  useEffect(() => {
    const name = heading.current?.textContent?.trim();
    document.title = [name, portal.current].filter(Boolean).join(' · ');
  });
}
