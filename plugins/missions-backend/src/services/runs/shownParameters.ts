import { isMissionError } from '@mission-control/plugin-missions-common';
import { MASK, secretNames } from '../../sealing';
import type { RunRecord, Store } from '../../store';
import { openRunSecrets } from '../../store/operations/secrets';

/**
 * The parameters of a run as people see them: a secret that was given is
 * masked, one that was not is null. While the key is gone nobody can tell which
 * were given: then each is masked.
 */
export async function shownParameters(
  store: Store,
  run: RunRecord,
): Promise<Record<string, unknown>> {
  const spec = await store.spec(run.missionRef, run.missionVersion);
  const names = secretNames(spec.parameters);
  const given = names.length > 0 ? await givenSecrets(store, run) : undefined;
  const masks = names.map(name => [
    name,
    !given || Object.hasOwn(given, name) ? MASK : null,
  ]);
  return { ...run.parameters, ...Object.fromEntries(masks) };
}

async function givenSecrets({ db: tx, sealer }: Store, { id }: RunRecord) {
  try {
    return (await openRunSecrets({ tx, sealer, runId: id })).secrets;
  } catch (error) {
    if (isMissionError(error) && error.code === 'SECRET_KEY_MISSING') {
      return undefined;
    }
    throw error;
  }
}
