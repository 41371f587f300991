import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import type { RunChange } from '../RunChange';

const place = (runId: string, targetId: string, stepId: string, key: string) =>
  `run/${runId}/${targetId}/${stepId}/checkpoint/${key}`;

/** A kept result; undefined when there is none. Wrapped, since it may be null. */
export async function readCheckpoint(options: {
  tx: Knex | Knex.Transaction;
  sealer: Sealer;
  runId: string;
  targetId: string;
  stepId: string;
  key: string;
}): Promise<{ value: unknown } | undefined> {
  const { tx, sealer, runId, targetId, stepId, key } = options;
  const row = await tx('run_checkpoints')
    .where({ run_id: runId, target_id: targetId, step_id: stepId, key })
    .first('value_sealed');
  if (!row) {
    return undefined;
  }
  const text: string = row.value_sealed;
  return {
    value: text.startsWith('json:')
      ? JSON.parse(text.slice('json:'.length))
      : sealer.open(text, place(runId, targetId, stepId, key)),
  };
}

/** Keeps a result once. Without a sealing key it is kept as JSON: no secret and no write can be in the run. */
export async function saveCheckpoint(options: {
  change: RunChange;
  sealer: Sealer;
  targetId: string;
  stepId: string;
  key: string;
  value: unknown;
}): Promise<void> {
  const { change, sealer, targetId, stepId, key, value } = options;
  const runId = change.run.id;
  const tx = await change.open();
  await tx('run_checkpoints')
    .insert({
      run_id: runId,
      target_id: targetId,
      step_id: stepId,
      key,
      value_sealed: sealer.available
        ? sealer.seal(value, place(runId, targetId, stepId, key))
        : `json:${JSON.stringify(value ?? null)}`,
    })
    .onConflict(['run_id', 'target_id', 'step_id', 'key'])
    .ignore();
}
