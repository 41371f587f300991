import type { Knex } from 'knex';
import type { KeyPrint } from '../../sealing';
import type { Dialect } from '../dialect';
import { schemaFits } from '../SchemaGuard';

/** A replica that did not tell for so long that it lives is gone. */
export const REPLICA_LIFE_MS = 15_000;

/** A process that works on runs. */
export interface Replica {
  /** As it stands in leases. */
  readonly id: string;
  /** Its sealing keys. */
  readonly keys: readonly KeyPrint[];
  /** Milliseconds after which one that was not seen is gone. */
  readonly lifeMs: number;
}

/**
 * Says, by the database's clock, that a replica lives, and what it can open.
 * False, and it says nothing: the schema is newer than this engine.
 */
export async function announceReplica(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  replica: Replica;
  /** Key of the lock by which others see that it lives. */
  lifeKey?: number;
}): Promise<boolean> {
  const { tx, dialect, replica, lifeKey = null } = options;
  const told = dialect.rows(
    await tx.raw(
      `INSERT INTO worker_replicas (id, seen_at, keys_json, life_key)
       SELECT ?, ${dialect.now}, ?, CAST(? AS INTEGER) WHERE ${schemaFits}
       ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, life_key = excluded.life_key
       RETURNING id`,
      [replica.id, JSON.stringify(replica.keys), lifeKey],
    ),
  );
  return told.length > 0;
}
