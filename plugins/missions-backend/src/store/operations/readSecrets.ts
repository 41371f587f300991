import { declaredSecrets } from '../../sealing';
import type { Store } from '../Store';
import type { RunRecord } from '../types';
import { readDerivedSecrets } from './derivedSecrets';
import { readRun } from './readRun';
import { openRunSecrets, outputPlace } from './secrets';

/**
 * What has to be masked in a run whatever its mission says: its own secret
 * parameters and what was made of its secrets, those of the run that it takes back, and every secret of the
 * runs above, which may have handed theirs down. `known`: its own secret
 * parameters, where they are open already.
 */
export async function readHiddenValues(
  store: Store,
  run: RunRecord,
  known?: Readonly<Record<string, unknown>>,
): Promise<unknown[]> {
  const hidden: unknown[] = [];
  const above: string[] = [];
  let own: RunRecord | undefined = run;
  while (own) {
    const open = own === run ? known : undefined;
    hidden.push(...(await secretParameters(store, own, open)));
    if (own.parentRunId) {
      above.push(own.parentRunId);
    }
    own = own.undoOf
      ? await readRun({ tx: store.db, runId: own.undoOf })
      : undefined;
  }
  return [...hidden, ...(await readSecrets(store, above))];
}

/**
 * Every secret of these runs, and of all from which they have theirs: those
 * above and those that they take back. Secret parameters, and outputs that the
 * mission seals, on all targets, and what was made of either.
 */
export async function readSecrets(
  store: Store,
  runIds: readonly string[],
): Promise<unknown[]> {
  const secrets: unknown[] = [];
  const reached = new Set(runIds);
  // A set yields what is added to it meanwhile.
  for (const runId of reached) {
    const run = await readRun({ tx: store.db, runId });
    if (run) {
      secrets.push(...(await secretParameters(store, run)));
      secrets.push(...(await sealedOutputs(store, run)));
      [run.parentRunId, run.undoOf].forEach(id => id && reached.add(id));
    }
  }
  return secrets;
}

async function secretParameters(
  store: Store,
  run: RunRecord,
  known?: Readonly<Record<string, unknown>>,
): Promise<unknown[]> {
  const { db: tx, sealer } = store;
  const secrets =
    known ?? (await openRunSecrets({ tx, sealer, runId: run.id })).secrets;
  const own = declaredSecrets(run.parameters, secrets);
  // Most runs have no secret, and nothing was made of any.
  return own.length > 0 || (await mayKnowSecrets(store, run))
    ? [...own, ...(await readDerivedSecrets({ tx, sealer, runId: run.id }))]
    : own;
}

/** Besides its own parameters: from another run, or from its steps. */
async function mayKnowSecrets(
  store: Store,
  { parentRunId, undoOf, missionRef, missionVersion }: RunRecord,
): Promise<boolean> {
  if (parentRunId || undoOf) {
    return true;
  }
  const { steps } = await store.spec(missionRef, missionVersion);
  return steps.some(step => step.sealed);
}

async function sealedOutputs(
  store: Store,
  { id: runId, missionRef, missionVersion }: RunRecord,
): Promise<unknown[]> {
  const { steps } = await store.spec(missionRef, missionVersion);
  const sealed = steps.filter(step => step.sealed).map(step => step.id);
  if (sealed.length === 0) {
    return [];
  }
  const rows = await store
    .db('run_steps')
    .where({ run_id: runId })
    .whereIn('source_id', sealed)
    .whereNotNull('output_sealed')
    .select('target_id', 'step_id', 'output_sealed');
  return rows.map(row =>
    store.sealer.open(
      row.output_sealed,
      outputPlace(runId, row.target_id, row.step_id),
    ),
  );
}
