import { useEffect, useRef, type RefObject } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';

/** What Backstage calls a portal that has no name. */
const NAMELESS = 'Backstage';

/**
 * Names the tab of the browser after the heading of the page that it shows,
 * then the portal. What the tab was called before may be another page's.
 */
export function useTabTitle(heading: RefObject<HTMLElement>): void {
  const portal =
    useApi(configApiRef).getOptionalString('app.title') ?? NAMELESS;
  const told = useRef<string>();
  useEffect(
    () => () => {
      document.title = portal;
      told.current = undefined;
    },
    [portal],
  );
  // The heading may be made of more than text, and its numbers change.
  useEffect(() => {
    const name = heading.current?.textContent?.trim();
    const title = [name, portal].filter(Boolean).join(' · ');
    if (title !== told.current) {
      told.current = title;
      document.title = title;
    }
  });
}
