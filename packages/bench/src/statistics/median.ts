/**
 * The middle of the values; of an even number the mean of the two in the
 * middle. Throws for an empty list.
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) {
    throw new Error('A median needs at least one value');
  }
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
