import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import type { RunRecord } from '../types';
import { openRunSecrets } from './secrets';

/**
 * Whether a run was started with exactly these true values, the secret ones
 * among them. Compared by HMACs of a key that is gone afterwards: nothing of
 * it is stored, and the time it takes tells nothing of a secret.
 */
export async function sameParameters(options: {
  tx: Knex | Knex.Transaction;
  sealer: Sealer;
  run: Pick<RunRecord, 'id' | 'parameters'>;
  values: Readonly<Record<string, unknown>>;
}): Promise<boolean> {
  const { tx, sealer, run, values } = options;
  const { secrets } = await openRunSecrets({ tx, sealer, runId: run.id });
  const key = randomBytes(32);
  const mac = (of: Readonly<Record<string, unknown>>) =>
    createHmac('sha256', key).update(canonicalJson(of)).digest();
  return timingSafeEqual(mac({ ...run.parameters, ...secrets }), mac(values));
}
