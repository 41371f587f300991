import type { StepLog } from '@mission-control/plugin-missions-node';
import { LineMasker, type Masker } from '../sealing';
import { type Lease, type NewLogLine, type Store, appendLogs } from '../store';

/** Between two inserts of a step lines are gathered for so long, in milliseconds. */
const LEAST_PAUSE_MS = 10;
const MOST_PAUSE_MS = 50;
/** Or so many times as long as the insert before took: a busy database gets few. */
const PAUSES_PER_INSERT = 2;
/** Characters of a line that are kept. */
const MAX_LINE = 8_192;
/** Lines that wait for the database before further ones are left out. */
const MAX_WAITING = 20_000;

/** Keeps lines of a step, masked and in order. */
type AppendLines = (lines: readonly NewLogLine[]) => Promise<void>;

/** Appends to the log of a step. A log that cannot be written must not fail its step. */
export function appendTo(
  store: Store,
  lease: Lease,
  stepId: string,
): AppendLines {
  const { dialect } = store;
  const { runId } = lease;
  return async lines => {
    try {
      // The row of the step, which counts its lines, may not be there yet.
      await store.live.settled(runId);
      // Not by store.transaction: the fence guards it.
      const records = await store.db.transaction(tx =>
        appendLogs({ tx, dialect, lease, stepId, lines }),
      );
      store.publishedLines(runId, records);
    } catch {
      // What the step does matters more than what it tells.
    }
  };
}

/**
 * Writes a step's log masked and in order: what comes alone at once, more in
 * batches. Never throws into the step.
 * A held one keeps its lines until it is closed: what is secret in them is
 * known only when the step ends. Where lines had to be left out, one says how
 * many.
 */
export class StepLogWriter implements StepLog {
  readonly #append: AppendLines;
  readonly #lines: LineMasker;
  readonly #most: number;
  #held: { level: NewLogLine['level']; at: string; line: string }[] | undefined;
  #waiting: NewLogLine[] = [];
  /** Lines that were left out after those that wait. */
  #missing = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushing: Promise<void> = Promise.resolve();
  /** Inserts that are under way. */
  #inserting = 0;
  /** When the next insert may begin, by `performance.now()`. */
  #freeAt = 0;
  #closed = false;

  constructor(options: {
    append: AppendLines;
    masker: Masker;
    held?: boolean;
    /** Lines that may wait. Defaults to 20,000. */
    most?: number;
  }) {
    this.#append = options.append;
    this.#most = options.most ?? MAX_WAITING;
    this.#lines = new LineMasker(options.masker);
    this.#held = options.held ? [] : undefined;
  }

  debug(text: string): void {
    this.#write('debug', text);
  }

  info(text: string): void {
    this.#write('info', text);
  }

  warn(text: string): void {
    this.#write('warn', text);
  }

  error(text: string): void {
    this.#write('error', text);
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#markMissing();
    const lines = this.#waiting;
    this.#waiting = [];
    if (lines.length > 0) {
      this.#inserting += 1;
      this.#flushing = this.#flushing.then(() => this.#insert(lines));
    }
    await this.#flushing;
  }

  /** Writes what waits; what comes later is dropped. */
  async close(): Promise<void> {
    this.#closed = true;
    const held = this.#held ?? [];
    this.#held = undefined;
    held.forEach(({ level, at, line }) => this.#push(level, at, line));
    await this.flush();
  }

  #write(level: NewLogLine['level'], text: string): void {
    if (this.#closed) {
      return;
    }
    const at = new Date().toISOString();
    // PostgreSQL cannot keep NUL, and one line would take its whole batch away.
    const kept = String(text).replaceAll('\0', '\ufffd');
    for (const line of kept.split(/\r?\n/)) {
      if (this.#waiting.length + (this.#held?.length ?? 0) >= this.#most) {
        this.#missing += 1;
      } else if (this.#held) {
        this.#held.push({ level, at, line });
      } else {
        this.#push(level, at, line);
      }
    }
    this.#plan();
  }

  /** A line that comes alone is written at once; others with those that come until the next insert. */
  #plan(): void {
    if (this.#inserting === 0) {
      this.#timer ??= setTimeout(() => {
        this.flush().catch(() => undefined);
      }, Math.max(0, this.#freeAt - performance.now()));
    }
  }

  async #insert(lines: readonly NewLogLine[]): Promise<void> {
    const begunAt = performance.now();
    try {
      await this.#append(lines);
    } finally {
      const now = performance.now();
      const pause = (now - begunAt) * PAUSES_PER_INSERT;
      this.#freeAt =
        now + Math.min(Math.max(pause, LEAST_PAUSE_MS), MOST_PAUSE_MS);
      this.#inserting -= 1;
      if (this.#waiting.length > 0) {
        this.#plan();
      }
    }
  }

  #markMissing(): void {
    if (this.#missing === 0 || this.#held) {
      return;
    }
    const lines = this.#missing === 1 ? 'line is' : 'lines are';
    this.#waiting.push({
      level: 'warn',
      at: new Date().toISOString(),
      text: `… ${
        this.#missing
      } ${lines} missing here: there were too many to keep`,
    });
    this.#missing = 0;
  }

  #push(level: NewLogLine['level'], at: string, line: string): void {
    const masked = this.#lines.line(line);
    this.#waiting.push({
      level,
      at,
      text:
        masked.length > MAX_LINE
          ? `${masked.slice(0, MAX_LINE)}… (${masked.length} characters)`
          : masked,
    });
  }
}
