import type { Knex } from 'knex';
import type { KeyPrint } from '../../sealing';
import type { Dialect } from '../dialect';
import { parseJson } from '../rows';

/** A replica that lives, with its keys: the first one seals. */
export interface LivingReplica {
  readonly id: string;
  readonly keys: readonly KeyPrint[];
}

/** The replicas that were seen within a life, in milliseconds. */
export async function readReplicas(options: {
  tx: Knex;
  dialect: Dialect;
  lifeMs: number;
}): Promise<LivingReplica[]> {
  const { tx, dialect, lifeMs } = options;
  const rows = await tx('worker_replicas')
    .whereRaw(`seen_at >= ${dialect.nowPlus}`, [-lifeMs])
    .orderBy('id')
    .select('id', 'keys_json');
  return rows.map(row => ({
    id: row.id,
    keys: parseJson<KeyPrint[]>(row.keys_json) ?? [],
  }));
}
