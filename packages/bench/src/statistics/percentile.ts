/**
 * The value below or at which `share` (0 to 1) of the samples lie, by nearest
 * rank: always a value that was measured. Throws for an empty list.
 */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) {
    throw new Error('A percentile needs at least one sample');
  }
  if (!(share >= 0 && share <= 1)) {
    throw new Error(`The share is ${share}; it lies between 0 and 1`);
  }
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
