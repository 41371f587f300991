import type { LogLine } from '@mission-control/plugin-missions-common';

/** Lines that are kept for one step; older ones leave the page, not the run. */
export const MAX_LINES = 20_000;
const NO_LINES: readonly LogLine[] = Object.freeze([]);

/** Lines of one step on one target. @public */
export interface LogKey {
  targetId: string;
  stepId: string;
}

/**
 * Log lines of a run by target and step, from the list and from the stream.
 * A line's number decides its place; a line that comes twice is kept once.
 * The array of a step changes its identity only when its lines change.
 *
 * @public
 */
export class LogStore {
  readonly #lines = new Map<string, readonly LogLine[]>();
  readonly #listeners = new Set<() => void>();

  get = (key: LogKey): readonly LogLine[] =>
    this.#lines.get(keyOf(key)) ?? NO_LINES;

  add(lines: readonly LogLine[]) {
    const byKey = new Map<string, LogLine[]>();
    for (const line of lines) {
      const key = keyOf(line);
      byKey.set(key, [...(byKey.get(key) ?? []), line]);
    }
    let changed = false;
    for (const [key, added] of byKey) {
      const before = this.#lines.get(key) ?? NO_LINES;
      const after = merge(before, added);
      if (after !== before) {
        this.#lines.set(key, after);
        changed = true;
      }
    }
    if (changed) {
      this.#listeners.forEach(listener => listener());
    }
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}

function keyOf({ targetId, stepId }: LogKey): string {
  return `${targetId}\n${stepId}`;
}

function merge(
  before: readonly LogLine[],
  added: LogLine[],
): readonly LogLine[] {
  const lastSeq = before.length > 0 ? before[before.length - 1].seq : -1;
  const inOrder = [...added].sort((a, b) => a.seq - b.seq);
  if (inOrder[0].seq > lastSeq) {
    return unique([...before, ...inOrder]).slice(-MAX_LINES);
  }
  const known = new Set(before.map(line => line.seq));
  const fresh = inOrder.filter(line => !known.has(line.seq));
  return fresh.length === 0
    ? before
    : unique([...before, ...fresh].sort((a, b) => a.seq - b.seq)).slice(
        -MAX_LINES,
      );
}

function unique(lines: LogLine[]): LogLine[] {
  return lines.filter(
    (line, index) => index === 0 || line.seq !== lines[index - 1].seq,
  );
}
