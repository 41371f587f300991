import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import type { RunChange } from '../RunChange';

const place = (runId: string, digest: string) =>
  `run/${runId}/derived/${digest}`;

/** A value that was made of a secret, and its HMAC (hex), which keeps it once. */
export interface DerivedSecret {
  readonly value: string | number;
  readonly digest: string;
}

/** Keeps what expressions of a run made of its secrets, each value once. */
export async function saveDerivedSecrets(options: {
  change: RunChange;
  sealer: Sealer;
  derived: readonly DerivedSecret[];
}): Promise<void> {
  const { change, sealer, derived } = options;
  const runId = change.run.id;
  const tx = await change.open();
  await tx('run_derived_secrets')
    .insert(
      derived.map(({ value, digest }) => ({
        run_id: runId,
        digest,
        value_sealed: sealer.seal(value, place(runId, digest)),
      })),
    )
    .onConflict(['run_id', 'digest'])
    .ignore();
}

/** What expressions of a run made of its secrets so far. */
export async function readDerivedSecrets(options: {
  tx: Knex | Knex.Transaction;
  sealer: Sealer;
  runId: string;
}): Promise<(string | number)[]> {
  const { tx, sealer, runId } = options;
  const rows = await tx('run_derived_secrets')
    .where({ run_id: runId })
    .select('digest', 'value_sealed');
  return rows.map(row =>
    sealer.open(row.value_sealed, place(runId, row.digest)),
  );
}
