import { useEffect, useRef, type RefObject } from 'react';
import type { PlanPreviewState } from './usePlanPreview';

/** So much below its heading, in pixels, tells that there is a plan. */
const HEAD_PX = 240;

/**
 * Takes a person to the plan that they asked for, or to why there is none,
 * once it is there: the button is far from it, and starts it from then on.
 *
 * @remarks Not when they went on meanwhile: to a field, or to another form.
 * What a field says is told there.
 */
export function usePlanArrival(
  { preview, old }: PlanPreviewState,
  atField: boolean,
): {
  heading: RefObject<HTMLSpanElement>;
  onAsked(): void;
} {
  const heading = useRef<HTMLSpanElement>(null);
  const askedAt = useRef<Element | null>();
  useEffect(() => {
    const element = heading.current;
    if (preview.kind !== 'ready' && preview.kind !== 'failed') {
      return;
    }
    const from = askedAt.current;
    askedAt.current = undefined;
    const now = document.activeElement;
    const stayed = now === from || now === document.body;
    if (!element || from === undefined || old || atField || !stayed) {
      return;
    }
    if (!isInSight(element)) {
      element.scrollIntoView?.({ block: 'start', behavior: 'instant' });
    }
    element.focus({ preventScroll: true });
  }, [preview, old, atField]);
  return {
    heading,
    onAsked() {
      askedAt.current = document.activeElement;
    },
  };
}

function isInSight(element: HTMLElement): boolean {
  const { top } = element.getBoundingClientRect();
  return top >= 0 && top <= window.innerHeight - HEAD_PX;
}
