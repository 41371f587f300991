import type { KeyPrint } from '../sealing';
import type { LivingReplica } from '../store';

/**
 * The living replicas that seal with another key than this one. While there is
 * one, nothing is re-sealed: it may lack the key, and seals with another all
 * the time. A key of the same id with other bytes is another key.
 */
export function othersThan(
  key: KeyPrint,
  replicas: readonly LivingReplica[],
): readonly LivingReplica[] {
  return replicas.filter(({ keys }) => keys[0]?.print !== key.print);
}

/** Why nothing is re-sealed yet, for people. */
export function whyWaits(
  key: KeyPrint,
  others: readonly LivingReplica[],
): string {
  const named = others.map(
    ({ id, keys }) => `${id} (${keys[0] ? `'${keys[0].id}'` : 'no key'})`,
  );
  return `Nothing is sealed anew with the key '${
    key.id
  }' before each replica has it first. Another one is first at ${named.join(
    ', ',
  )}.`;
}
