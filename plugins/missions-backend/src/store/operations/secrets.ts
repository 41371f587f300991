import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import { parseJson } from '../rows';

type Db = Knex | Knex.Transaction;

/** What of a run is sealed. */
export interface RunSecrets {
  /** Secret parameters by name. */
  readonly secrets: Record<string, unknown>;
  /** Key of its HMACs. */
  readonly key?: string;
}

/** Secret parameters of a run and the key of its HMACs. */
export async function openRunSecrets(options: {
  tx: Db;
  sealer: Sealer;
  runId: string;
}): Promise<RunSecrets> {
  const { tx, sealer, runId } = options;
  const row = await tx('runs')
    .where({ id: runId })
    .first('id', 'secrets_sealed', 'run_key_sealed');
  return row ? openRow(sealer, row) : { secrets: {} };
}

/** The same of a row that is known. */
export function openRow(
  sealer: Sealer,
  row: {
    readonly id?: string;
    readonly secrets_sealed?: string | null;
    readonly run_key_sealed?: string | null;
  },
): RunSecrets {
  const { id, secrets_sealed: secrets, run_key_sealed: key } = row;
  return {
    secrets: secrets ? sealer.open(secrets, `run/${id}/secrets`) : {},
    key: key ? sealer.open(key, `run/${id}/key`) : undefined,
  };
}

/** Where the whole output of a step is sealed for. */
export function outputPlace(
  runId: string,
  targetId: string,
  stepId: string,
): string {
  return `run/${runId}/${targetId}/${stepId}/output`;
}

/** What an output is read of. */
export interface OutputRow {
  readonly run_id: string;
  readonly target_id: string;
  readonly step_id: string;
  readonly source_id: string;
  readonly item_json: string | null;
  readonly output_json: string | null;
  readonly output_sealed: string | null;
}

/** Rows of a target's steps with their outputs, in their order. */
export async function readOutputRows(options: {
  tx: Db;
  runId: string;
  targetId: string;
}): Promise<OutputRow[]> {
  const { tx, runId, targetId } = options;
  return tx('run_steps')
    .where({ run_id: runId, target_id: targetId })
    .orderBy('position')
    .select(
      'run_id',
      'target_id',
      'step_id',
      'source_id',
      'item_json',
      'output_json',
      'output_sealed',
    );
}

/** The whole output of a step by its row, opened where it is sealed. */
export function openOutput(
  sealer: Sealer,
  row: Pick<
    OutputRow,
    'run_id' | 'target_id' | 'step_id' | 'output_json' | 'output_sealed'
  >,
): Record<string, unknown> | undefined {
  return row.output_sealed
    ? sealer.open<Record<string, unknown>>(
        row.output_sealed,
        outputPlace(row.run_id, row.target_id, row.step_id),
      )
    : parseJson<Record<string, unknown>>(row.output_json);
}
