import { outputPlace } from './operations/secrets';

type Row = Readonly<Record<string, any>>;

/** A column whose values are sealed. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Columns that name a row. */
  readonly key: readonly string[];
  /** The one of them that names the run. */
  readonly run: string;
  /** What its values are sealed for. */
  place(row: Row): string;
}

const ofStep = ['run_id', 'target_id', 'step_id'] as const;
const ofEntry = ['run_id', 'target_id', 'seq'] as const;

/** Every column whose values are sealed; a test compares it with the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  ofRun('secrets_sealed', 'secrets'),
  ofRun('run_key_sealed', 'key'),
  {
    table: 'run_steps',
    column: 'output_sealed',
    key: ofStep,
    run: 'run_id',
    place: row => outputPlace(row.run_id, row.target_id, row.step_id),
  },
  {
    table: 'run_checkpoints',
    column: 'value_sealed',
    key: [...ofStep, 'key'],
    run: 'run_id',
    place: row =>
      `run/${row.run_id}/${row.target_id}/${row.step_id}/checkpoint/${row.key}`,
  },
  {
    table: 'run_derived_secrets',
    column: 'value_sealed',
    key: ['run_id', 'digest'],
    run: 'run_id',
    place: row => `run/${row.run_id}/derived/${row.digest}`,
  },
  ofJournal('prior_sealed', 'prior'),
  ofJournal('after_sealed', 'after'),
];

function ofRun(column: string, name: string): SealedColumn {
  return {
    table: 'runs',
    column,
    key: ['id'],
    run: 'id',
    place: row => `run/${row.id}/${name}`,
  };
}

function ofJournal(column: string, name: string): SealedColumn {
  return {
    table: 'run_journal',
    column,
    key: ofEntry,
    run: 'run_id',
    place: row =>
      `run/${row.run_id}/${row.target_id}/journal/${row.seq}/${name}`,
  };
}
