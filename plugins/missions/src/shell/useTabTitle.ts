import { useEffect, useRef, type RefObject } from 'react';

/** How many notifications are unread: the sidebar keeps it before the title. */
const COUNT = /^\(\d+\)\s/;

/** Names the tab of the browser after the heading of the page that it shows. */
export function useTabTitle(heading: RefObject<HTMLElement>): void {
  const portal = useRef('');
  const told = useRef<string>();
  useEffect(() => {
    portal.current = document.title.replace(COUNT, '');
    return () => {
      document.title = portal.current;
      told.current = undefined;
    };
  }, []);
  // The heading may be made of more than text, and its numbers change.
  useEffect(() => {
    const name = heading.current?.textContent?.trim();
    const title = [name, portal.current].filter(Boolean).join(' · ');
    if (title !== told.current) {
      told.current = title;
      document.title = title;
    }
  });
}
