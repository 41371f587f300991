import type { RunState } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Dialect } from './dialect';
import { targetColumns, toEvent, toRun, toTarget } from './rows';
import type { EventRecord, RunRecord, TargetRecord } from './types';

/** An event before it has its number. */
export interface NewEvent {
  readonly type: string;
  readonly targetId?: string;
  readonly stepId?: string;
  readonly by?: string;
  readonly message?: string;
  readonly data?: Record<string, unknown>;
}

/** Rows of one insert: both dialects bound the number of values. */
const ROWS_AT_ONCE = 100;

/** Longest message of an event, in characters. */
const MAX_MESSAGE = 4000;

/**
 * One transaction on one run. It holds the run's row from its first statement,
 * so changes of a run are one after the other, its events are numbered without
 * gaps, and two changes of one run cannot deadlock. Operations get it as
 * `change`.
 */
export class RunChange {
  readonly tx: Knex.Transaction;
  readonly dialect: Dialect;
  /** The run as it was when the transaction began. */
  readonly run: RunRecord;
  /** The database's clock at the beginning. */
  readonly now: string;
  /** Columns of the run to write at the end. */
  readonly patch: Record<string, unknown> = {};
  /** Set when a target changed, so that the run has to be coordinated. */
  coordinate = false;
  /** Set when there is something to claim now. */
  wake = false;
  /** Targets that changed in a way for which other roles may wait. */
  readonly moved = new Set<string>();
  readonly #events: NewEvent[] = [];

  private constructor(
    tx: Knex.Transaction,
    dialect: Dialect,
    run: RunRecord,
    now: string,
  ) {
    this.tx = tx;
    this.dialect = dialect;
    this.run = run;
    this.now = now;
  }

  /** Locks the run; undefined when there is none. */
  static async begin(
    tx: Knex.Transaction,
    dialect: Dialect,
    runId: string,
  ): Promise<RunChange | undefined> {
    const [row] = dialect.rows<Record<string, any>>(
      await tx.raw(
        `UPDATE runs SET event_seq = event_seq WHERE id = ?
         RETURNING *, ${dialect.now} AS db_now`,
        [runId],
      ),
    );
    return row ? new RunChange(tx, dialect, toRun(row), row.db_now) : undefined;
  }

  /** Appends an event; it gets its number at the end of the transaction. */
  emit(event: NewEvent): void {
    this.#events.push(event);
  }

  /** All targets, in their order. */
  async targets(): Promise<TargetRecord[]> {
    const rows = await this.tx('run_targets')
      .where({ run_id: this.run.id })
      .orderBy('position')
      .select(targetColumns);
    return rows.map(toTarget);
  }

  async target(targetId: string): Promise<TargetRecord | undefined> {
    const row = await this.tx('run_targets')
      .where({ run_id: this.run.id, target_id: targetId })
      .first(targetColumns);
    return row && toTarget(row);
  }

  /** Writes a target's columns. */
  async setTarget(
    targetId: string,
    columns: Record<string, unknown>,
  ): Promise<void> {
    await this.tx('run_targets')
      .where({ run_id: this.run.id, target_id: targetId })
      .update(columns);
  }

  /** Makes a target claimable now. */
  async wakeTarget(targetId: string): Promise<void> {
    await this.setTarget(targetId, { wake_at: this.now });
    this.wake = true;
  }

  /** Writes events and the run's row. Answers what to publish after the commit. */
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
    for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
      await this.tx('run_events').insert(
        rows.slice(first, first + ROWS_AT_ONCE),
      );
    }
    const columns = {
      ...this.patch,
      ...(rows.length > 0 && { event_seq: run.eventSeq + rows.length }),
      ...(state !== run.state && { state }),
    };
    if (Object.keys(columns).length > 0) {
      await this.tx('runs').where({ id: run.id }).update(columns);
    }
    return rows.map(toEvent);
  }
}
