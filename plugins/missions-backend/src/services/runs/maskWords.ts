import { MASK, Masker, isLostKey } from '../../sealing';
import { readRun, readSecrets, type Store } from '../../store';

/**
 * What a person says of a run, as it is kept: people quote what they see, and
 * that may be a secret of the run. Where its secrets do not open here, nobody can
 * tell, and nothing is kept of the words but that there were some.
 */
export async function maskWords(options: {
  store: Store;
  runId: string;
  text: string | undefined;
}): Promise<string | undefined> {
  const { store, runId, text } = options;
  const run = text && (await readRun({ tx: store.db, runId }));
  if (!run) {
    return text;
  }
  try {
    return new Masker(await readSecrets(store, [runId])).text(text);
  } catch (error) {
    if (!isLostKey(error)) {
      throw error;
    }
    return MASK;
  }
}
