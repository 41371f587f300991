import type { LogLine } from '@mission-control/plugin-missions-common';

/** Lines that are kept for one step; older ones leave the page, not the run. */
export const MAX_LINES = 50_000;
/** Lines of the stream that wait for those before them. */
const MAX_AHEAD = 10_000;
const NO_LINES: readonly LogLine[] = Object.freeze([]);

/** Lines of one step on one target. @public */
export interface LogKey {
  targetId: string;
  stepId: string;
}

interface StepLines {
  watchers: number;
  /** Whether a page was read; before, nobody knows what comes first. */
  read: boolean;
  /** Without a gap. */
  lines: readonly LogLine[];
  /** Newer ones, behind a gap. */
  ahead: readonly LogLine[];
}

/**
 * Log lines of the steps that somebody watches, from pages of the list and
 * from the stream. Those of a step are shown without a gap: numbers count from
 * 1, so the first one tells how many are left out before it. Lines that the
 * stream brings from further on wait until a page closes the gap. The array of
 * a step changes its identity only when its lines change.
 *
 * @public
 */
export class LogStore {
  readonly #steps = new Map<string, StepLines>();
  readonly #listeners = new Set<() => void>();

  get = (key: LogKey): readonly LogLine[] =>
    this.#steps.get(keyOf(key))?.lines ?? NO_LINES;

  /** Keeps lines of a step until what it answers is called. */
  watch(key: LogKey): () => void {
    const name = keyOf(key);
    const step = this.#steps.get(name) ?? {
      watchers: 0,
      read: false,
      lines: NO_LINES,
      ahead: NO_LINES,
    };
    step.watchers += 1;
    this.#steps.set(name, step);
    return () => {
      step.watchers -= 1;
      if (step.watchers === 0) {
        this.#steps.delete(name);
      }
    };
  }

  /** Whether lines are missing between those shown and newer ones. */
  isBehind(key: LogKey): boolean {
    const step = this.#steps.get(keyOf(key));
    return step !== undefined && step.read && step.ahead.length > 0;
  }

  /** Lines of the stream, of any step. */
  add(lines: readonly LogLine[]) {
    const byStep = new Map<StepLines, LogLine[]>();
    for (const line of lines) {
      const step = this.#steps.get(keyOf(line));
      if (step) {
        const added = byStep.get(step) ?? [];
        added.push(line);
        byStep.set(step, added);
      }
    }
    for (const [step, added] of byStep) {
      step.ahead = newest(union(step.ahead, added), MAX_AHEAD);
      join(step);
    }
    this.#tell(byStep.size > 0);
  }

  /** Lines of the list, without a gap among them. */
  addPage(key: LogKey, page: readonly LogLine[]) {
    const step = this.#steps.get(keyOf(key));
    if (!step) {
      return;
    }
    step.read = true;
    const first = step.lines[0]?.seq;
    if (page.length > 0) {
      const end = page[page.length - 1].seq;
      if (first === undefined || page[0].seq > lastOf(step.lines) + 1) {
        step.lines = page;
      } else if (end >= first - 1) {
        step.lines = newest(union(step.lines, page), MAX_LINES);
      }
    }
    join(step);
    this.#tell(true);
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #tell(changed: boolean) {
    if (changed) {
      this.#listeners.forEach(listener => listener());
    }
  }
}

function keyOf({ targetId, stepId }: LogKey): string {
  return `${targetId}\n${stepId}`;
}

/** Moves to the lines what follows them, and forgets what they have. */
function join(step: StepLines) {
  if (!step.read) {
    return;
  }
  const last = lastOf(step.lines);
  const newer = step.ahead.filter(({ seq }) => seq > last);
  let next = 0;
  while (next < newer.length && newer[next].seq === last + 1 + next) {
    next += 1;
  }
  step.ahead = newer.slice(next);
  if (next > 0) {
    step.lines = newest([...step.lines, ...newer.slice(0, next)], MAX_LINES);
  }
}

function lastOf(lines: readonly LogLine[]): number {
  return lines.length > 0 ? lines[lines.length - 1].seq : 0;
}

function newest(lines: readonly LogLine[], most: number): readonly LogLine[] {
  return lines.length > most ? lines.slice(-most) : lines;
}

/** In order, each once; the same array when nothing is new. */
function union(
  lines: readonly LogLine[],
  added: readonly LogLine[],
): readonly LogLine[] {
  const known = new Map(lines.map(line => [line.seq, line]));
  added.forEach(line => known.set(line.seq, known.get(line.seq) ?? line));
  return known.size === lines.length
    ? lines
    : [...known.values()].sort((a, b) => a.seq - b.seq);
}
