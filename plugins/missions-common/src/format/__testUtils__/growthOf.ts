/** The same is done so often; the fastest counts, as nobody else was in the way of it. */
const TRIES = 3;
/** Below it a measurement is noise, in milliseconds of processor time. */
const MEASURABLE_MS = 8;
const FACTOR = 4;

/**
 * How much more work it is to do something with four times as much: 4 where it
 * grows with its size, 16 where with the square. Processor time counts, not the
 * clock's, and the first size is made larger until it can be measured.
 */
export function growthOf(
  work: (size: number) => void,
  sizes: { first: number; most: number },
): number {
  let size = sizes.first;
  let once = workOf(work, size);
  while (once < MEASURABLE_MS && size * 2 * FACTOR <= sizes.most) {
    size *= 2;
    once = workOf(work, size);
  }
  return workOf(work, size * FACTOR) / Math.max(once, MEASURABLE_MS);
}

function workOf(work: (size: number) => void, size: number): number {
  const times = Array.from({ length: TRIES }, () => {
    const begun = process.cpuUsage();
    work(size);
    return process.cpuUsage(begun).user / 1000;
  });
  return Math.min(...times);
}
