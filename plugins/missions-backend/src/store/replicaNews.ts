/** What one replica tells the others: that there is something to look at, never what. */
export interface ReplicaNews {
  /** Who tells it. */
  readonly from: string;
  /** Runs with new events or lines. */
  readonly runIds: readonly string[];
  /** Those of them that somebody cancelled. */
  readonly cancelling: readonly string[];
  /** There may be something to claim. */
  readonly wake: boolean;
}

/** Ids in one message: PostgreSQL takes 8,000 bytes. */
export const MOST_RUNS = 100;

/** Reads a message; undefined for what no replica of this version wrote. */
export function parseReplicaNews(
  text: string | undefined,
): ReplicaNews | undefined {
  try {
    const { from, runIds, cancelling, wake } = JSON.parse(text ?? '');
    return typeof from === 'string' && isIds(runIds) && isIds(cancelling)
      ? { from, runIds, cancelling, wake: wake === true }
      : undefined;
  } catch {
    return undefined;
  }
}

function isIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(id => typeof id === 'string');
}
