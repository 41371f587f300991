import type { StepState } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { targetColumns, toTarget } from '../rows';
import type { TargetRecord } from '../types';
import type { Columns } from './WriteSet';

/** What became of a step. */
export interface StepFacts {
  readonly target_id: string;
  readonly name: string;
  readonly state: StepState;
  readonly effect: 'read' | 'write';
}

/** A row as the database has it, by column. */
export type Row = Record<string, any>;

/**
 * Rows of one run that changes read, each read when it is first asked for, with
 * what the changes themselves have written since. Read outside a transaction,
 * they are of several moments; whoever commits by them proves that the run's
 * revision still is the one that was read before all of them.
 */
export class RunRows {
  readonly #runId: string;
  readonly #db: Knex | Knex.Transaction;
  #targets: Map<string, Row> | undefined;
  #oneTarget = new Map<string, Row>();
  readonly #steps = new Map<string, Row[]>();
  /** Of targets whose steps are not kept whole. */
  readonly #facts = new Map<string, readonly StepFacts[]>();
  #approvals: Map<string, Row> | undefined;
  /** What rows say, for as long as they are as they are: a change of one target looks at all of them. */
  readonly #records = new WeakMap<Row, TargetRecord>();

  constructor(runId: string, db: Knex | Knex.Transaction) {
    this.#runId = runId;
    this.#db = db;
  }

  /** Those of a run that has no more than its targets yet. */
  static ofNew(
    runId: string,
    db: Knex | Knex.Transaction,
    targets: readonly Row[],
  ): RunRows {
    const rows = new RunRows(runId, db);
    rows.#targets = new Map(targets.map(row => [row.target_id, row]));
    rows.#oneTarget = rows.#targets;
    rows.#approvals = new Map();
    for (const { target_id: id } of targets) {
      rows.#steps.set(id, []);
    }
    return rows;
  }

  /** All targets, in their order. */
  async targets(): Promise<readonly Row[]> {
    if (!this.#targets) {
      const rows: Row[] = await this.#db('run_targets')
        .where({ run_id: this.#runId })
        .orderBy('position')
        .select(targetColumns);
      this.#targets = new Map(
        rows.map(row => [
          row.target_id,
          this.#oneTarget.get(row.target_id) ?? row,
        ]),
      );
      this.#oneTarget = this.#targets;
    }
    return [...this.#targets.values()];
  }

  async target(targetId: string): Promise<Row | undefined> {
    const known = this.#oneTarget.get(targetId);
    if (known || this.#targets) {
      return known;
    }
    const row = await this.#readTarget(targetId);
    return row && this.keepTarget(row);
  }

  /** What a target's row says. */
  record(row: Row): TargetRecord {
    const record = this.#records.get(row) ?? toTarget(row as never);
    this.#records.set(row, record);
    return record;
  }

  async #readTarget(targetId: string): Promise<Row | undefined> {
    return this.#db('run_targets')
      .where({ run_id: this.#runId, target_id: targetId })
      .first(targetColumns);
  }

  /** Reads a target's row again, which others may have written without a change of the run. */
  async rereadTarget(targetId: string): Promise<void> {
    if (!this.#oneTarget.has(targetId)) {
      return;
    }
    const row = await this.#readTarget(targetId);
    if (row) {
      this.keepTarget(row);
    } else {
      this.#oneTarget.delete(targetId);
    }
  }

  /** A row that was read otherwise. */
  keepTarget(row: Row): Row {
    this.#oneTarget.set(row.target_id, row);
    return row;
  }

  /** What was written to a target. */
  async setTarget(targetId: string, columns: Columns): Promise<void> {
    const row = (await this.target(targetId)) ?? {};
    for (const name of targetColumns) {
      if (Object.hasOwn(columns, name)) {
        row[name] = columns[name];
      }
    }
    this.#records.delete(row);
  }

  /** Steps of a target, in their order. */
  async steps(targetId: string): Promise<readonly Row[]> {
    const known = this.#steps.get(targetId);
    if (known) {
      return known;
    }
    const rows: Row[] = await this.#db('run_steps')
      .where({ run_id: this.#runId, target_id: targetId })
      .orderBy('position');
    this.#facts.delete(targetId);
    this.#steps.set(targetId, rows);
    return rows;
  }

  /** What became of the steps of all targets, without what they hold. */
  async stepFacts(): Promise<readonly StepFacts[]> {
    const known = [
      ...(this.#steps.values() as Iterable<readonly Row[]>),
      ...this.#facts.values(),
    ].flat() as StepFacts[];
    const targets = await this.targets();
    const isKnown = (id: string) => this.#steps.has(id) || this.#facts.has(id);
    if (targets.every(({ target_id: id }) => isKnown(id))) {
      return known;
    }
    const others: StepFacts[] = await this.#db('run_steps')
      .where({ run_id: this.#runId })
      .whereNotIn('target_id', [...this.#steps.keys(), ...this.#facts.keys()])
      .orderBy(['target_id', 'position'])
      .select('target_id', 'name', 'state', 'effect');
    return [...known, ...others];
  }

  /** What was written to a step. */
  async setStep(
    targetId: string,
    stepId: string,
    columns: Columns,
  ): Promise<Row | undefined> {
    const rows = await this.steps(targetId);
    const row = rows.find(item => item.step_id === stepId);
    return row && Object.assign(row, columns);
  }

  /** Keeps of a target's steps only what became of them: their outputs may be large. */
  dropSteps(targetId: string): void {
    const rows = this.#steps.get(targetId);
    if (rows) {
      this.#steps.delete(targetId);
      this.#facts.set(
        targetId,
        rows.map(({ target_id, name, state, effect }) => ({
          ...{ target_id, name, state, effect },
        })),
      );
    }
  }

  /** Other steps took the place of those of a target. */
  putSteps(targetId: string, rows: readonly Row[]): void {
    this.#facts.delete(targetId);
    this.#steps.set(
      targetId,
      [...rows].sort((one, other) => one.position - other.position),
    );
  }

  /** Approvals that are open, or were when the change began. */
  async openApprovals(): Promise<readonly Row[]> {
    if (!this.#approvals) {
      const rows: Row[] = await this.#db('approvals')
        .where({ run_id: this.#runId, state: 'open' })
        .orderBy(['created_at', 'id']);
      this.#approvals = new Map(rows.map(row => [row.id, row]));
    }
    return [...this.#approvals.values()].filter(row => row.state === 'open');
  }

  /** One that was opened. */
  async addApproval(row: Row): Promise<void> {
    await this.openApprovals();
    this.#approvals!.set(row.id, row);
  }
}
