import { useEffect, useRef, useState } from 'react';

/** So much of a detail, in pixels, tells that another step is shown. */
const HEAD_PX = 160;

/**
 * The detail of the step that a person chooses: it may be drawn far above or
 * below the list. What is in sight is not moved.
 *
 * @remarks Its head goes to the top: `nearest` would show the end of a long
 * one. At once, because a long way is no motion that anybody asked for. The
 * focus goes along, or Tab would lead back to the list.
 */
export function useStepInSight() {
  const detail = useRef<HTMLDivElement>(null);
  const [choices, setChoices] = useState(0);
  useEffect(() => {
    if (choices === 0 || !detail.current) {
      return;
    }
    // Beside the list it scrolls by itself, and the step before was read there.
    detail.current.scrollTop = 0;
    if (!isInSight(detail.current)) {
      detail.current.scrollIntoView?.({ block: 'start', behavior: 'instant' });
      detail.current.focus({ preventScroll: true });
    }
  }, [choices]);
  return { detail, onChosen: () => setChoices(count => count + 1) };
}

function isInSight(element: HTMLElement): boolean {
  const { top } = element.getBoundingClientRect();
  return top >= 0 && top <= window.innerHeight - HEAD_PX;
}
