/** A log or a plan that is slower than this no longer moves the page, in ms. */
const SETTLES_MS = 2_000;

/** What a person does who reads on: from then on the page is theirs. */
const ownMoves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/**
 * Calls `bring` whenever an element changes its height or the page is moved by
 * the browser, as long as what is drawn settles and nobody moves the page.
 * Returns what ends it.
 */
export function holdInSight(element: Element, bring: () => void): () => void {
  const options = { capture: true, passive: true };
  const observer =
    typeof ResizeObserver === 'undefined'
      ? undefined
      : new ResizeObserver(() => bring());
  const timer = setTimeout(end, SETTLES_MS);
  observer?.observe(element);
  // Where an element above grows, or one is kept in its place, it scrolls.
  window.addEventListener('scroll', bring, options);
  ownMoves.forEach(move => window.addEventListener(move, end, options));
  return end;

  function end() {
    clearTimeout(timer);
    observer?.disconnect();
    window.removeEventListener('scroll', bring, options);
    ownMoves.forEach(move => window.removeEventListener(move, end, options));
  }
}
