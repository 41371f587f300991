import type { StepLog } from '@mission-control/plugin-missions-node';
import { LineMasker, type Masker } from '../sealing';
import { type Lease, type NewLogLine, type Store, appendLogs } from '../store';

/** Milliseconds in which lines are gathered for one insert. */
const FLUSH_MS = 50;
/** Characters of a line that are kept. */
const MAX_LINE = 8_192;
/** Lines that wait for the database before further ones are dropped. */
const MAX_WAITING = 20_000;

/**
 * Writes a step's log in batches, masked, in order. Never throws into the step.
 * A held one keeps its lines until it is closed: what is secret in them is
 * known only when the step ends.
 */
export class StepLogWriter implements StepLog {
  readonly #store: Store;
  readonly #lease: Lease;
  readonly #stepId: string;
  readonly #lines: LineMasker;
  #held: { level: NewLogLine['level']; at: string; line: string }[] | undefined;
  #waiting: NewLogLine[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: {
    store: Store;
    lease: Lease;
    stepId: string;
    masker: Masker;
    held?: boolean;
  }) {
    this.#store = options.store;
    this.#lease = options.lease;
    this.#stepId = options.stepId;
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
    const lines = this.#waiting;
    this.#waiting = [];
    if (lines.length > 0) {
      this.#flushing = this.#flushing.then(() => this.#append(lines));
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
      if (this.#waiting.length + (this.#held?.length ?? 0) >= MAX_WAITING) {
        return;
      }
      if (this.#held) {
        this.#held.push({ level, at, line });
      } else {
        this.#push(level, at, line);
      }
    }
    this.#timer ??= setTimeout(() => {
      this.flush().catch(() => undefined);
    }, FLUSH_MS);
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

  async #append(lines: NewLogLine[]): Promise<void> {
    const { dialect, feed } = this.#store;
    try {
      const records = await this.#store.transaction(tx =>
        appendLogs({
          tx,
          dialect,
          lease: this.#lease,
          stepId: this.#stepId,
          lines,
        }),
      );
      for (const line of records) {
        feed.publish({ kind: 'log', runId: this.#lease.runId, line });
      }
    } catch {
      // A log that cannot be written must not fail the step that it is about.
    }
  }
}
