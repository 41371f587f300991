import { MASK, Masker, isLostKey } from '../../sealing';
import { readRun, readSecrets, type Store } from '../../store';
import { findSecretRuns } from '../../store/operations/findSecretRuns';

/**
 * What a person says, as it is kept: people quote what they see, and that may be
 * a secret of the run. Where its secrets do not open here, nobody can tell, and
 * nothing is kept of the words but that there were some. What is read beside
 * every run has no secret of any that goes on.
 */
export async function maskWords<T extends string | undefined>(options: {
  store: Store;
  /** What the words are about; none: no single run. */
  runId?: string;
  /** They are shown beside every run, or to everybody. */
  everywhere?: boolean;
  text: T;
}): Promise<T> {
  const { store, runId, text } = options;
  const everywhere = options.everywhere ?? runId === undefined;
  if (!text) {
    return text;
  }
  const own = runId && (await readRun({ tx: store.db, runId }));
  const masker = new Masker();
  if (own) {
    try {
      masker.add(...(await readSecrets(store, [own.id])));
    } catch (error) {
      if (!isLostKey(error)) {
        throw error;
      }
      return MASK as T;
    }
  }
  const others = everywhere ? await findSecretRuns({ tx: store.db }) : [];
  for (const other of others) {
    try {
      masker.add(...(await readSecrets(store, [other])));
    } catch (error) {
      // What opens nowhere is shown nowhere, so that nobody quotes it.
      if (!isLostKey(error)) {
        throw error;
      }
    }
  }
  return masker.text(text) as T;
}
