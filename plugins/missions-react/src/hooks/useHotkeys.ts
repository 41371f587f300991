import { useEffect, useRef } from 'react';

/** Key → what it does; only while no field has the focus and no dialog is open. @public */
export type Hotkeys = Readonly<Record<string, () => void>>;

/** Binds single keys for the page; modifiers switch them off. @public */
export function useHotkeys(hotkeys: Hotkeys) {
  const latest = useRef(hotkeys);
  latest.current = hotkeys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) {
        return;
      }
      const action = latest.current[event.key];
      if (action) {
        event.preventDefault();
        action();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** What takes keys as text; a ticked box or a chosen button takes none. */
const TEXT_FIELD =
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=reset])';

function isBusy(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return (
    event.defaultPrevented ||
    document.querySelector('[role=dialog],[role=alertdialog]') !== null ||
    !!target?.closest?.(
      `${TEXT_FIELD}, textarea, select, [contenteditable=true], [role=listbox], [role=menu]`,
    )
  );
}
