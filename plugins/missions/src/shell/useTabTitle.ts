import { useEffect, useRef, type RefObject } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { keepTabName, nameTab } from './tabTitle';

/** What Backstage calls a portal that has no name. */
const NAMELESS = 'Backstage';

/**
 * Names the tab of the browser after the heading of the page that it shows,
 * then the portal. The name stays until the next page gives another.
 */
export function useTabTitle(heading: RefObject<HTMLElement>): void {
  const portal = usePortalName();
  const told = useRef<string>();
  useEffect(
    () => () => {
      told.current = undefined;
    },
    [],
  );
  // The heading may be made of more than text, and its numbers change.
  useEffect(() => {
    const name = heading.current?.textContent?.trim();
    const title = [name, portal].filter(Boolean).join(' · ');
    if (title !== told.current) {
      told.current = title;
      nameTab(title);
    }
  });
}

/** Keeps the names of our pages in the tab, and gives it back with the last. */
export function useKeptTabTitle(): void {
  const portal = usePortalName();
  useEffect(() => keepTabName(portal), [portal]);
}

function usePortalName(): string {
  return useApi(configApiRef).getOptionalString('app.title') ?? NAMELESS;
}
