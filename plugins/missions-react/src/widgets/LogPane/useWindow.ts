import { useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Rows that are drawn above and below what can be seen. */
const OVERSCAN = 20;
/** Rows that are drawn before the pane has a size. */
const FIRST_ROWS = 60;

/** What part of a long list is drawn. */
export interface Window {
  start: number;
  end: number;
}

/**
 * The part of `count` rows of `rowHeight` pixels that a scrolled box shows.
 * Returns a ref for the box and what to call when it is scrolled.
 */
export function useWindow(count: number, rowHeight: number) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 0 });
  const measure = useCallback(() => {
    if (box.current) {
      const { scrollTop: top, clientHeight: height } = box.current;
      setView(before =>
        before.top === top && before.height === height
          ? before
          : { top, height },
      );
    }
  }, []);
  useLayoutEffect(() => {
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [measure, count]);

  const visible =
    view.height > 0 ? Math.ceil(view.height / rowHeight) : FIRST_ROWS;
  const first = Math.floor(view.top / rowHeight) - OVERSCAN;
  const start = Math.max(0, Math.min(first, count - visible - OVERSCAN));
  const end = Math.min(count, start + visible + 2 * OVERSCAN);
  return { box, measure, range: { start, end } satisfies Window };
}
