import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** The width of an element on the screen: what is drawn to it keeps its text size. */
export function useWidth<E extends Element>(
  first: number,
): [RefObject<E>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(() => {
      const measured = Math.round(element.getBoundingClientRect().width);
      if (measured > 0) {
        setWidth(measured);
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
