import { useEffect, useRef, useState } from 'react';
import { holdInSight } from './holdInSight';

/** So much of a detail, in pixels, tells that another step is shown. */
const HEAD_PX = 160;

/**
 * The detail of the step that a person chooses: it may be drawn far above or
 * below the list. What is in sight is not moved.
 *
 * @remarks Its head goes to the top: `nearest` would show the end of a long
 * one. At once, because a long way is no motion that anybody asked for. The
 * focus goes along, or Tab would lead back to the list. What is read for the
 * step comes a moment later, and may move the head away again.
 */
export function useStepInSight() {
  const detail = useRef<HTMLDivElement>(null);
  const [choices, setChoices] = useState(0);
  useEffect(() => {
    const element = detail.current;
    if (choices === 0 || !element) {
      return undefined;
    }
    // Beside the list it scrolls by itself, and the step before was read there.
    element.scrollTop = 0;
    const bring = () => {
      if (!isInSight(element)) {
        element.scrollIntoView?.({ block: 'start', behavior: 'instant' });
        element.focus({ preventScroll: true });
      }
    };
    bring();
    return holdInSight(element, bring);
  }, [choices]);
  return { detail, onChosen: () => setChoices(count => count + 1) };
}

function isInSight(element: HTMLElement): boolean {
  const { top } = element.getBoundingClientRect();
  return top >= 0 && top <= window.innerHeight - HEAD_PX;
}
