import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import { parseJson } from '../rows';

type Db = Knex | Knex.Transaction;

/** Secret parameters of a run and the key of its HMACs. */
export async function openRunSecrets(options: {
  tx: Db;
  sealer: Sealer;
  runId: string;
}): Promise<{ secrets: Record<string, unknown>; key?: string }> {
  const { tx, sealer, runId } = options;
  const row = await tx('runs')
    .where({ id: runId })
    .first('secrets_sealed', 'run_key_sealed');
  return {
    secrets: row?.secrets_sealed
      ? sealer.open(row.secrets_sealed, `run/${runId}/secrets`)
      : {},
    key: row?.run_key_sealed
      ? sealer.open(row.run_key_sealed, `run/${runId}/key`)
      : undefined,
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

/** Whole outputs of a target's steps by step id, opened where they are sealed. */
export async function readOutputs(options: {
  tx: Db;
  sealer: Sealer;
  runId: string;
  targetId: string;
}): Promise<Map<string, Record<string, unknown>>> {
  const { tx, sealer, runId, targetId } = options;
  const rows = await tx('run_steps')
    .where({ run_id: runId, target_id: targetId })
    .select('step_id', 'output_json', 'output_sealed', 'child_run_id');
  return new Map(
    rows.flatMap(row => {
      const output = row.output_sealed
        ? sealer.open<Record<string, unknown>>(
            row.output_sealed,
            outputPlace(runId, targetId, row.step_id),
          )
        : parseJson<Record<string, unknown>>(row.output_json);
      return output ? [[row.step_id, output] as const] : [];
    }),
  );
}
