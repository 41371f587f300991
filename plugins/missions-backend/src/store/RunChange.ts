import type { RunState } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { NeedsTransaction } from './change/NeedsTransaction';
import { type Row, RunRows, type StepFacts } from './change/RunRows';
import { type Columns, type WrittenTable, WriteSet } from './change/WriteSet';
import { writeOut } from './change/writeOut';
import type { Dialect } from './dialect';
import { schemaFits } from './SchemaGuard';
import { toEvent, toRun, toStep } from './rows';
import type {
  EventRecord,
  LogRecord,
  RunRecord,
  StepRecord,
  TargetRecord,
} from './types';

/** An event before it has its number. */
export interface NewEvent {
  readonly type: string;
  readonly targetId?: string;
  readonly stepId?: string;
  readonly by?: string;
  readonly message?: string;
  readonly data?: Record<string, unknown>;
}

/** A step's row as the database fills it. */
const emptyStep = {
  item_json: null,
  attempt: 0,
  fence: 0,
  input_json: null,
  output_json: null,
  output_sealed: null,
  error_json: null,
  progress_json: null,
  suspension_json: null,
  skip_reason: null,
  wake_at: null,
  child_run_id: null,
  approval_id: null,
  log_seq: 0,
  deadline_at: null,
  started_at: null,
  finished_at: null,
} as const satisfies Columns;

/** Longest message of an event, in characters. */
const MAX_MESSAGE = 4000;

/**
 * One change of one run: all of it or nothing, one after the other, its events
 * numbered without gaps. What it writes is gathered and sent at its end.
 *
 * In a transaction it holds the run's row from its first statement, so two
 * changes of one run cannot deadlock. Without one it goes by what is known of
 * the run, and its end is refused when the run has another revision by then.
 * Operations get it as `change`.
 */
export class RunChange {
  readonly dialect: Dialect;
  /** The run as it was when the change began. */
  readonly run: RunRecord;
  /** The database's clock at the beginning. */
  readonly now: string;
  /** Columns of the run to write at the end. */
  readonly patch: Record<string, string | number | boolean | null> = {};
  /** Set when a target changed, so that the run has to be coordinated. */
  coordinate = false;
  /** Set when there is something to claim now. */
  wake = false;
  /** Set when a target gave its turn back, for which others may wait. */
  freed = false;
  /** Lines that steps logged before their rows were there. */
  readonly logged: LogRecord[] = [];
  /** Set when it gets in line again for turns that it gave up: it waits, also where its mission would refuse. */
  queuesAgain = false;
  /** Targets that changed in a way for which other roles may wait. */
  readonly moved = new Set<string>();
  /** What is to be written. */
  readonly writes: WriteSet;
  /** Reads what never changes, such as versions of missions. */
  readonly reader: Knex | Knex.Transaction;
  readonly #tx: Knex.Transaction | undefined;
  readonly #holds: string | undefined;
  readonly #rows: RunRows;
  readonly #events: NewEvent[] = [];

  private constructor(options: {
    tx?: Knex.Transaction;
    reader: Knex | Knex.Transaction;
    dialect: Dialect;
    run: RunRecord;
    rows: RunRows;
    now: string;
    holds?: string;
  }) {
    this.#tx = options.tx;
    this.#holds = options.holds;
    this.reader = options.reader;
    this.dialect = options.dialect;
    this.run = options.run;
    this.#rows = options.rows;
    this.now = options.now;
    this.writes = new WriteSet();
  }

  /** Locks the run; undefined when there is none, or the schema is newer than this engine. */
  static async begin(
    tx: Knex.Transaction,
    dialect: Dialect,
    runId: string,
  ): Promise<RunChange | undefined> {
    const [row] = dialect.rows<Row>(
      await tx.raw(
        `UPDATE runs SET revision = revision + 1 WHERE id = ?
           AND ${schemaFits}
         RETURNING *, ${dialect.now} AS db_now`,
        [runId],
      ),
    );
    return row
      ? new RunChange({
          tx,
          reader: tx,
          dialect,
          run: toRun(row),
          rows: new RunRows(runId, tx),
          now: row.db_now,
        })
      : undefined;
  }

  /** Begins with what is known of the run, for who holds one of its targets. */
  static over(options: {
    reader: Knex;
    dialect: Dialect;
    run: RunRecord;
    rows: RunRows;
    now: string;
    /** Id of the target that is held. */
    holds: string;
  }): RunChange {
    return new RunChange(options);
  }

  /**
   * The transaction, with all that was gathered so far: for what has no rows
   * here. Rejects with {@link NeedsTransaction} where there is none.
   */
  async open(): Promise<Knex.Transaction> {
    if (!this.#tx) {
      throw new NeedsTransaction();
    }
    await writeOut(this.#tx, this.dialect, this.writes);
    return this.#tx;
  }

  /** Appends an event; it gets its number at the end of the change. */
  emit(event: NewEvent): void {
    this.#events.push(event);
  }

  /** All targets, in their order. */
  async targets(): Promise<TargetRecord[]> {
    const rows = await this.#rows.targets();
    return rows.map(row => this.#rows.record(row));
  }

  async target(targetId: string): Promise<TargetRecord | undefined> {
    const row = await this.#rows.target(targetId);
    return row && this.#rows.record(row);
  }

  /** A row of a target that a statement of this change answered. */
  keepTarget(row: Row): TargetRecord {
    return this.#rows.record(this.#rows.keepTarget(row));
  }

  /** Writes a target's columns. */
  async setTarget(targetId: string, columns: Columns): Promise<void> {
    await this.#rows.setTarget(targetId, columns);
    this.writes.update('run_targets', this.#ids(targetId), columns);
  }

  /** Gives a target's lease back: nothing is left to do. */
  leaveTarget(targetId: string): void {
    const columns = { lease_owner: null, lease_until: null, wake_at: null };
    this.writes.update('run_targets', this.#ids(targetId), columns);
  }

  /** Makes a target claimable now. */
  async wakeTarget(targetId: string): Promise<void> {
    await this.setTarget(targetId, { wake_at: this.now });
    this.woke(targetId);
  }

  /** A target can be claimed now. Who holds it goes on with it anyway. */
  woke(targetId: string): void {
    this.wake ||= targetId !== this.#holds;
  }

  /** Steps of a target, in their order. */
  async steps(targetId: string): Promise<StepRecord[]> {
    return (await this.#rows.steps(targetId)).map(toStep);
  }

  /** What became of the steps of all targets, those of one target in their order. */
  async stepFacts(): Promise<readonly StepFacts[]> {
    return this.#rows.stepFacts();
  }

  /** Writes a step's columns. Answers the step; undefined when there is none. */
  async setStep(
    targetId: string,
    stepId: string,
    columns: Columns,
  ): Promise<StepRecord | undefined> {
    const row = await this.#rows.setStep(targetId, stepId, columns);
    if (!row) {
      return undefined;
    }
    const key = { ...this.#ids(targetId), step_id: stepId };
    this.writes.update('run_steps', key, columns);
    return toStep(row);
  }

  /** Puts other steps in the place of a target's; rows with all columns that are not null. */
  async replaceSteps(
    targetId: string,
    rows: readonly Columns[],
  ): Promise<void> {
    const ids = this.#ids(targetId);
    if ((await this.#rows.steps(targetId)).length > 0) {
      this.writes.remove('run_steps', ids);
    }
    const made = rows.map(row => ({ ...emptyStep, ...row, ...ids }));
    for (const row of made) {
      this.writes.insert('run_steps', row);
    }
    // Of its own: what is inserted is written to by this set alone.
    this.#rows.putSteps(
      targetId,
      made.map(row => ({ ...row })),
    );
  }

  /**
   * Puts steps in the place of one that has not begun. They have its columns but
   * for those that are given. False, and nothing changed, when it has begun.
   */
  async expandStep(
    targetId: string,
    stepId: string,
    columns: readonly Columns[],
  ): Promise<boolean> {
    const rows = await this.#rows.steps(targetId);
    const index = rows.findIndex(row => row.step_id === stepId);
    const before = rows[index];
    if (before?.state !== 'pending') {
      return false;
    }
    const ids = this.#ids(targetId);
    this.writes.remove('run_steps', { ...ids, step_id: stepId });
    const entries = columns.map(entry => ({ ...before, ...entry }));
    const all = rows.toSpliced(index, 1, ...entries);
    all.forEach((row, position) => {
      // What others write to a row, such as the count of its lines, stays.
      if (entries.includes(row)) {
        this.writes.insert('run_steps', { ...row, position });
      } else if (row.position !== position) {
        const key = { ...ids, step_id: row.step_id };
        this.writes.update('run_steps', key, { position });
      }
    });
    this.#rows.putSteps(
      targetId,
      all.map((row, position) => ({ ...row, position })),
    );
    return true;
  }

  /** Rows of the approvals that are open. */
  async openApprovals(): Promise<readonly Row[]> {
    return this.#rows.openApprovals();
  }

  /** Adds an approval. */
  async addApproval(row: Columns): Promise<void> {
    await this.#rows.addApproval({ ...row });
    this.writes.insert('approvals', row);
  }

  /** Writes columns of an approval that is open. Undefined when it is not. */
  async setApproval(id: string, columns: Columns): Promise<Row | undefined> {
    const row = (await this.#rows.openApprovals()).find(item => item.id === id);
    if (!row) {
      return undefined;
    }
    this.writes.update('approvals', { id }, columns);
    return Object.assign(row, columns);
  }

  /** Adds a line to the log of a step. Its row has to count it. */
  log(line: Omit<LogRecord, 'runId'>): void {
    const { id: runId } = this.run;
    const { targetId, stepId, ...columns } = line;
    this.writes.insert('run_logs', {
      ...this.#ids(targetId),
      step_id: stepId,
      ...columns,
    });
    this.logged.push({ runId, ...line });
  }

  /** Adds a row that nothing here reads. */
  insert(table: WrittenTable, row: Columns): void {
    this.writes.insert(table, row);
  }

  /** Deletes rows of the run of which nothing here is read. */
  remove(table: 'run_evidence', where: Columns): void {
    this.writes.remove(table, { run_id: this.run.id, ...where });
  }

  /**
   * Adds events and the run's columns to what is written, and writes it where
   * there is a transaction. Answers what to publish after the commit.
   */
  async finish(state: RunState): Promise<EventRecord[]> {
    const { run, now } = this;
    const rows = this.#events.map((event, index) => ({
      run_id: run.id,
      seq: run.eventSeq + index + 1,
      at: now,
      type: event.type,
      target_id: event.targetId ?? null,
      step_id: event.stepId ?? null,
      by: event.by ?? null,
      message: event.message?.slice(0, MAX_MESSAGE) ?? null,
      data_json: JSON.stringify(event.data ?? {}),
    }));
    for (const row of rows) {
      this.writes.insert('run_events', row);
    }
    Object.assign(this.patch, {
      ...(rows.length > 0 && { event_seq: run.eventSeq + rows.length }),
      ...(state !== run.state && { state }),
    });
    if (Object.keys(this.patch).length > 0) {
      this.writes.update('runs', { id: run.id }, this.patch);
    }
    if (this.#tx) {
      await writeOut(this.#tx, this.dialect, this.writes);
    }
    return rows.map(toEvent);
  }

  #ids(targetId: string): { run_id: string; target_id: string } {
    return { run_id: this.run.id, target_id: targetId };
  }
}
