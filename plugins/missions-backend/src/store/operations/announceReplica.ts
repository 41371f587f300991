import type { Knex } from 'knex';
import type { KeyPrint } from '../../sealing';
import type { Dialect } from '../dialect';

/** A process that works on runs. */
export interface Replica {
  /** As it stands in leases. */
  readonly id: string;
  /** Its sealing keys. */
  readonly keys: readonly KeyPrint[];
  /** Milliseconds after which one that was not seen is gone. */
  readonly lifeMs: number;
}

/** Says, by the database's clock, that a replica lives, and what it can open. */
export async function announceReplica(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  replica: Replica;
}): Promise<void> {
  const { tx, dialect, replica } = options;
  await tx.raw(
    `INSERT INTO worker_replicas (id, seen_at, keys_json)
     VALUES (?, ${dialect.now}, ?)
     ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
    [replica.id, JSON.stringify(replica.keys)],
  );
}
